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
const unchanged: SessionChange = {
  state: 'ONGOING',
  outcome: 'PENDING',
  reasons: [],
  policyVersion: '1',
  checks: [{ ...CHECK }],
  clientSessionToken: 'token',
}
const { clientSessionToken: _token, ...withoutToken } = unchanged

describe('hasChanges', () => {
  it('is false when a refresh returns the stored values', () => {
    expect(hasChanges(session, unchanged)).toBe(false)
    const captured: Session = { ...session, state: 'CAPTURED', capturedAt: 1600 }
    delete captured.clientSessionToken
    expect(hasChanges(captured, { ...withoutToken, state: 'CAPTURED' })).toBe(false)
  })

  it.each<[string, SessionChange]>([
    ['another state', { ...unchanged, state: 'COMPLETED' }],
    ['a missing token', withoutToken],
    [
      'another check',
      { ...unchanged, checks: [CHECK, { type: 'ID_DOCUMENT_FACE_MATCH', state: 'PENDING' }] },
    ],
    [
      'a check’s recommendation',
      { ...unchanged, checks: [{ ...CHECK, recommendation: 'REJECT' }] },
    ],
    ['an outcome', { ...unchanged, outcome: 'APPROVED' }],
    ['a reason', { ...unchanged, reasons: [{ code: 'MISSING_CHECK' }] }],
    ['another version of the policy', { ...unchanged, policyVersion: '2' }],
  ])('is true for %s', (_description, change) => {
    expect(hasChanges(session, change)).toBe(true)
  })
})
