import { describe, expect, it } from '@jest/globals'
import type { Session, SessionState } from '../../src/sessions/session.js'
import { choosePage, parsePageQuery } from '../../src/web/session-view.js'

function inState(state: SessionState): Session {
  return {
    sessionId: '00000000-0000-4000-8000-000000000000',
    reference: 'reference',
    target: 'emulator',
    ownerHash: 'hash',
    presetName: 'default',
    outcomeCriteria: {},
    state,
    outcome: 'PENDING',
    reasons: [],
    checks: [],
    createdAt: 0,
    tokenExpiresAt: 900_000,
    lastRefreshedAt: 0,
  }
}

describe('choosePage', () => {
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
  ])('shows state %s with query %j as %s', (state, query, view) => {
    expect(choosePage(inState(state), parsePageQuery({ ...query }))).toBe(view)
  })
})

describe('parsePageQuery', () => {
  it('ignores a waited that is not digits', () => {
    expect(parsePageQuery({ waited: '-1' })).toEqual({})
    expect(parsePageQuery({ waited: '1e9' })).toEqual({})
  })

  it('returns an empty code when yotiErrorCode is not digits', () => {
    expect(parsePageQuery({ yotiErrorCode: ['4000'] })).toEqual({ yotiErrorCode: '' })
    expect(parsePageQuery({ yotiErrorCode: '<b>' })).toEqual({ yotiErrorCode: '' })
  })
})
