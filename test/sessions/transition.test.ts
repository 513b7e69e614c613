import { describe, expect, it } from '@jest/globals'
import { hasChanges } from '../../src/sessions/transition.js'
import type { Session } from '../../src/sessions/session.js'
import type { SessionChange } from '../../src/sessions/store.js'

const CHECK = { type: 'LIVENESS', state: 'DONE', recommendation: 'APPROVE' }
const session: Session = {
  sessionId: 'id',
  reference: 'reference',
  target: 'emulator',
  ownerHash: 'owner',
  presetName: 'default',
  outcomeCriteria: { requested_checks: [{ type: 'LIVENESS' }] },
  state: 'ONGOING',
  outcome: 'PENDING',
  reasons: [],
  policyVersion: '1',
  checks: [CHECK],
  clientSessionToken: 'token',
  createdAt: 1000,
  tokenExpiresAt: 2000,
  lastRefreshedAt: 1500,
}
const known: SessionChange = {
  state: 'ONGOING',
  outcome: 'PENDING',
  reasons: [],
  policyVersion: '1',
  checks: [{ ...CHECK }],
  clientSessionToken: 'token',
}
const { clientSessionToken: _token, ...withoutToken } = known

describe('a reading at Yoti', () => {
  it('is no news when it says what was known', () => {
    expect(hasChanges(session, known)).toBe(false)
    const captured: Session = { ...session, state: 'CAPTURED', capturedAt: 1600 }
    delete captured.clientSessionToken
    expect(hasChanges(captured, { ...withoutToken, state: 'CAPTURED' })).toBe(false)
  })

  it.each<[string, SessionChange]>([
    ['another state', { ...known, state: 'COMPLETED' }],
    ['the end of the token', withoutToken],
    [
      'another check',
      { ...known, checks: [CHECK, { type: 'ID_DOCUMENT_FACE_MATCH', state: 'PENDING' }] },
    ],
    ['a check’s recommendation', { ...known, checks: [{ ...CHECK, recommendation: 'REJECT' }] }],
    ['an outcome', { ...known, outcome: 'APPROVED' }],
    ['a reason', { ...known, reasons: [{ code: 'MISSING_CHECK' }] }],
    ['another version of the policy', { ...known, policyVersion: '2' }],
  ])('is news when it says %s', (_what, change) => {
    expect(hasChanges(session, change)).toBe(true)
  })
})
