import { describe, expect, it } from '@jest/globals'
import { CHECK_POLICY } from '../../src/outcome/outcome-policy.js'
import type { Session } from '../../src/sessions/session.js'
import { getOutcomeView, toVerdictView } from '../../src/web/outcome-view.js'
import { PAGE_CONTEXT } from '../support/page-context.js'

const { texts } = PAGE_CONTEXT
const profile = {
  identity_profile_requirements: { trust_framework: 'UK_TFIDA', scheme: { type: 'RTW' } },
} as const

describe('toVerdictView', () => {
  it.each([
    ['APPROVED', {}, 'All requested checks passed.'],
    ['APPROVED', profile, 'The requirements of the identity profile are met.'],
    ['REJECTED', {}, 'A check did not pass.'],
    ['REJECTED', profile, 'The requirements of the identity profile are not met.'],
    ['REVIEW', profile, 'The checks could not confirm everything.'],
  ] as const)(
    'explains %s of a session that requested %j',
    (outcome, outcomeCriteria, sentence) => {
      expect(toVerdictView({ outcome, outcomeCriteria, reasons: [] }, texts)).toMatchObject({
        sentence,
      })
    },
  )

  it('explains a decision of staff without their reason and without those of the checks', () => {
    const reasons = [{ code: 'CHECK_TO_CONSIDER', checkType: 'LIVENESS' }] as const
    const decision = {
      decision: 'APPROVED',
      decidedBy: 'agent-7',
      reason: 'CASE-1',
      decidedAt: 0,
      outcomeBefore: 'REVIEW',
    } as const
    const session = { outcome: 'APPROVED', outcomeCriteria: profile, reasons, decision } as const
    expect(toVerdictView(session, texts)).toEqual({
      outcome: 'APPROVED',
      tone: 'good',
      title: 'Identity confirmed',
      sentence: 'A person looked at your check and confirmed who you are.',
      reasons: [],
    })
  })

  it('shows the title, the tone and the reasons as sentences, but none of a watchlist', () => {
    const reasons = [
      { code: 'CHECK_REJECTED', checkType: 'ID_DOCUMENT_AUTHENTICITY', reason: 'TAMPERED' },
      { code: 'UNKNOWN_RECOMMENDATION', checkType: 'AURA_SCAN', reason: 'PONDER' },
      { code: 'CHECK_WITHOUT_RESULT', checkType: 'LIVENESS', reason: 'PENDING' },
      { code: 'MISSING_CHECK', checkType: 'FACE_COMPARISON' },
      { code: 'SESSION_EXPIRED' },
      { code: 'CHECK_TO_CONSIDER', checkType: 'WATCHLIST_SCREENING', reason: 'POTENTIAL_MATCH' },
      { code: 'CHECK_TO_CONSIDER', checkType: 'WATCHLIST_ADVANCED_CA' },
    ] as const
    expect(toVerdictView({ outcome: 'REJECTED', reasons, outcomeCriteria: {} }, texts)).toEqual({
      outcome: 'REJECTED',
      tone: 'bad',
      title: 'Identity not confirmed',
      sentence: 'A check did not pass.',
      reasons: [
        'The document is genuine: failed. The document appears to have been tampered with.',
        'Aura scan: unknown result. Ponder.',
        'A real person is in front of the camera: no result.',
        'The face matches the reference photo: not checked.',
        'The session expired before the checks were completed.',
      ],
    })
  })

  it('has a label for every check type of the policy', () => {
    const types = Object.keys(CHECK_POLICY)
    expect(types.filter((type) => texts.find(`labels.check.${type}`) === undefined)).toEqual([])
  })
})

describe('getOutcomeView', () => {
  const reasons = [{ code: 'CHECK_REJECTED', checkType: 'LIVENESS' }] as const
  const session = { outcome: 'REJECTED', reasons, outcomeCriteria: {} } as unknown as Session
  const view = (details?: object | 'unavailable' | 'erased') =>
    getOutcomeView({ session }, details && (() => Promise.resolve(details)), PAGE_CONTEXT)

  it('shows the reasons only with the details', async () => {
    const details = { checks: [] }
    expect(await view(details)).toMatchObject({
      verdict: { reasons: ['A real person is in front of the camera: failed.'] },
      details,
    })
    expect(await view()).toMatchObject({ verdict: { reasons: [] }, details: undefined })
  })

  it('asks the user to reload when Yoti does not return the details, unless it has erased them', async () => {
    expect(await view('unavailable')).toMatchObject({
      verdict: { reasons: ['We couldn’t load the details. Reload this page in a minute.'] },
      details: undefined,
    })
    expect(await view('erased')).toBe('erased')
  })
})
