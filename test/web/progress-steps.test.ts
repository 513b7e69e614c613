import { describe, expect, it } from '@jest/globals'
import { createTexts } from '../../src/http/texts.js'
import type { Session } from '../../src/sessions/session.js'
import { toProgressSteps } from '../../src/web/session-view.js'

type Checks = Session['checks']

const requested = {
  requested_checks: [{ type: 'ID_DOCUMENT_AUTHENTICITY' }, { type: 'LIVENESS' }],
}
const toSteps = (checks: Checks, outcomeCriteria: Session['outcomeCriteria'] = requested) =>
  toProgressSteps({ checks, outcomeCriteria }, createTexts())

describe('toProgressSteps', () => {
  it('shows each requested check that has not started as waiting', () => {
    expect(toSteps([])).toEqual([
      {
        type: 'ID_DOCUMENT_AUTHENTICITY',
        title: 'The document is genuine',
        state: 'waiting',
        label: 'waiting',
      },
      {
        type: 'LIVENESS',
        title: 'A real person is in front of the camera',
        state: 'waiting',
        label: 'waiting',
      },
    ])
  })

  it.each([
    [['PENDING'], 'running', 'checking'],
    [['DONE'], 'done', 'checked'],
    [['DONE', 'PENDING'], 'running', 'checking'],
    [['INTERNAL_ERROR'], 'done', 'checked'],
  ])('shows %j as %s', (states, state, label) => {
    const checks = states.map((each) => ({ type: 'LIVENESS', state: each }))

    expect(toSteps(checks)[1]).toMatchObject({ state, label })
  })

  it('adds checks that Yoti generated', () => {
    const checks = [{ type: 'AURA_SCAN', state: 'PENDING' }]

    expect(toSteps(checks)[2]).toMatchObject({ title: 'Aura scan', state: 'running' })
    expect(toSteps(checks, {})).toHaveLength(1)
  })
})
