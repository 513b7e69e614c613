import { describe, expect, it } from '@jest/globals'
import { createTexts } from '../../src/http/texts.js'
import type { Session, SessionState } from '../../src/sessions/session.js'
import { choosePage, parsePageQuery, toProgressSteps } from '../../src/web/session-view.js'

describe('choosePage', () => {
  it.each<[SessionState, Record<string, unknown>, string]>([
    ['ONGOING', {}, 'capture'],
    ['ONGOING', { yotiErrorCode: '4000' }, 'guidance'],
    ['ONGOING', { yotiErrorCode: ['<b>'] }, 'guidance'],
    ['ONGOING', { waited: '0' }, 'waiting'],
    ['ONGOING', { waited: '29' }, 'waiting'],
    ['ONGOING', { waited: '30' }, 'capture'],
    ['ONGOING', { waited: '-1' }, 'capture'],
    ['ONGOING', { waited: '1e0' }, 'capture'],
    ['CAPTURED', { yotiErrorCode: '4000' }, 'waiting'],
    ['COMPLETED', { yotiErrorCode: '4000' }, 'results'],
    ['EXPIRED', { waited: '0' }, 'expired'],
    ['ERASED', {}, 'erased'],
  ])('shows state %s with query %j as %s', (state, query, view) => {
    expect(choosePage({ state } as Session, parsePageQuery(query))).toBe(view)
  })
})

describe('toProgressSteps', () => {
  const requested = {
    requested_checks: [{ type: 'ID_DOCUMENT_AUTHENTICITY' }, { type: 'LIVENESS' }],
  }
  const describeSteps = (checks: Session['checks'], outcomeCriteria: object = requested) =>
    toProgressSteps({ checks, outcomeCriteria }, createTexts()).map(
      ({ type, title, state, label }) => [type, title, state, label].join('; '),
    )

  it.each([
    [[], 'waiting; waiting'],
    [['PENDING'], 'running; checking'],
    [['DONE'], 'done; checked'],
    [['DONE', 'PENDING'], 'running; checking'],
    [['INTERNAL_ERROR'], 'done; checked'],
  ])('shows a requested check in the states %j as %s', (states, shown) => {
    expect(describeSteps(states.map((state) => ({ type: 'LIVENESS', state })))).toEqual([
      'ID_DOCUMENT_AUTHENTICITY; The document is genuine; waiting; waiting',
      `LIVENESS; A real person is in front of the camera; ${shown}`,
    ])
  })

  it('adds checks that Yoti generated', () => {
    const step = 'AURA_SCAN; Aura scan; running; checking'
    const checks = [{ type: 'AURA_SCAN', state: 'PENDING' }]
    expect(describeSteps(checks)[2]).toBe(step)
    expect(describeSteps(checks, {})).toEqual([step])
  })
})
