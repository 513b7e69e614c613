import { describe, expect, it } from '@jest/globals'
import type { Session, SessionState } from '../../src/sessions/session.js'
import { chooseView, parseHints } from '../../src/verify/session-view.js'

function inState(state: SessionState): Session {
  return {
    sessionId: '00000000-0000-4000-8000-000000000000',
    reference: 'reference',
    target: 'emulator',
    ownerHash: 'hash',
    presetName: 'default',
    requested: {},
    state,
    outcome: 'PENDING',
    reasons: [],
    checks: [],
    createdAt: 0,
    tokenExpiresAt: 900_000,
    readAt: 0,
  }
}

describe('chooseView', () => {
  it.each<[SessionState, object, string]>([
    ['ONGOING', {}, 'capture'],
    ['ONGOING', { yotiErrorCode: '4000' }, 'guidance'],
    ['ONGOING', { waited: '0' }, 'waiting'],
    ['ONGOING', { waited: '29' }, 'waiting'],
    ['ONGOING', { waited: '30' }, 'capture'],
    ['CAPTURED', { yotiErrorCode: '4000' }, 'waiting'],
    ['COMPLETED', { yotiErrorCode: '4000' }, 'results'],
    ['EXPIRED', { waited: '0' }, 'expired'],
    ['ERASED', {}, 'erased'],
  ])('lets the state %s win over the hints %j: %s', (state, query, view) => {
    expect(chooseView(inState(state), parseHints({ ...query }))).toBe(view)
  })
})

describe('parseHints', () => {
  it('ignores everything that is not digits', () => {
    expect(parseHints({ waited: '-1' })).toEqual({})
    expect(parseHints({ waited: '1e9' })).toEqual({})
  })

  it('keeps that there was an error whose code is none', () => {
    expect(parseHints({ yotiErrorCode: ['4000'] })).toEqual({ yotiErrorCode: '' })
    expect(parseHints({ yotiErrorCode: '<b>' })).toEqual({ yotiErrorCode: '' })
  })
})
