import { describe, expect, it } from '@jest/globals'
import { CHECK_POLICY } from '../../src/outcome/outcome-policy.js'
import { evaluateSession, type OutcomeCriteria } from '../../src/outcome/outcome.js'
import { parseSessionResult } from '../../src/yoti/session-result.js'
import { buildCheck } from '../results/sample-result.js'

const REQUESTED_CHECKS = ['ID_DOCUMENT_AUTHENTICITY', 'LIVENESS', 'ID_DOCUMENT_FACE_MATCH']

function buildCriteria(...types: string[]): OutcomeCriteria {
  return { requested_checks: types.map((type) => ({ type })) }
}

function complete(checks: object[], more: object = {}) {
  return parseSessionResult({ session_id: 'session', state: 'COMPLETED', checks, ...more })
}

const documents = (...ids: string[]) => ({ resources: { id_documents: ids.map((id) => ({ id })) } })

/** One requested check with this recommendation, and the checks that it depends on. */
function evaluateCheck(type: string, value: string, more: Record<string, unknown> = {}) {
  const beside = type === 'FACE_COMPARISON' ? [buildCheck('LIVENESS', 'APPROVE')] : []
  return evaluateSession(complete([buildCheck(type, value, more), ...beside]), buildCriteria(type))
}

describe('evaluateSession', () => {
  it.each(Object.keys(CHECK_POLICY))('requires that %s is present and approves', (checkType) => {
    expect(evaluateCheck(checkType, 'APPROVE')).toMatchObject({ outcome: 'APPROVED', reasons: [] })
    expect(evaluateCheck(checkType, 'REJECT').outcome).toBe('REJECTED')
    expect(evaluateCheck(checkType, 'NOT_AVAILABLE').outcome).toBe('REVIEW')
    const missing = evaluateSession(complete([]), buildCriteria(checkType))
    expect(missing.outcome).toBe('REVIEW')
    expect(missing.reasons).toContainEqual({ code: 'MISSING_CHECK', checkType })
  })

  it.each([
    ['REJECT', 'TAMPERED', 'REJECTED', 'CHECK_REJECTED'],
    ['CONSIDER', undefined, 'REVIEW', 'CHECK_TO_CONSIDER'],
    ['NOT_AVAILABLE', 'PHOTO_TOO_DARK', 'REVIEW', 'CHECK_NOT_AVAILABLE'],
    ['APPROVE', 'TAMPERED', 'REVIEW', 'CHECK_CONTRADICTORY'],
  ])('maps %s with the reason %s to %s', (value, reason, outcome, code) => {
    expect(
      evaluateCheck('ID_DOCUMENT_AUTHENTICITY', value, reason ? { reason } : {}),
    ).toMatchObject({
      outcome,
      reasons: [{ code, checkType: 'ID_DOCUMENT_AUTHENTICITY', ...(reason && { reason }) }],
    })
  })

  it.each([
    ['an unknown recommendation', 'SHRUG', {}, 'UNKNOWN_RECOMMENDATION', 'SHRUG'],
    ['the state PENDING', 'APPROVE', { state: 'PENDING' }, 'CHECK_WITHOUT_RESULT', 'PENDING'],
    ['DONE without a report', 'APPROVE', { report: {} }, 'CHECK_WITHOUT_RESULT', 'DONE'],
  ])('returns REVIEW for %s', (_what, value, more, code, reason) => {
    expect(evaluateCheck('LIVENESS', value, more)).toMatchObject({
      outcome: 'REVIEW',
      reasons: [{ code, checkType: 'LIVENESS', reason }],
    })
  })

  describe('with several checks', () => {
    const approved = REQUESTED_CHECKS.map((type) => buildCheck(type, 'APPROVE'))

    it('returns REJECTED with the rejection first when one check rejects', () => {
      const checks = [
        buildCheck('ID_DOCUMENT_AUTHENTICITY', 'NOT_AVAILABLE', { reason: 'NO_DOCUMENT' }),
        buildCheck('LIVENESS', 'APPROVE'),
        buildCheck('ID_DOCUMENT_FACE_MATCH', 'REJECT', { reason: 'DIFFERENT_PERSON' }),
      ]
      const { outcome, reasons } = evaluateSession(
        complete(checks),
        buildCriteria(...REQUESTED_CHECKS),
      )

      expect(outcome).toBe('REJECTED')
      expect(reasons.map(({ code }) => code)).toEqual(['CHECK_REJECTED', 'CHECK_NOT_AVAILABLE'])
    })

    it('includes the text data check that an extraction generated', () => {
      const text = buildCheck('ID_DOCUMENT_TEXT_DATA_CHECK', 'NOT_AVAILABLE', { reason: 'MISUSE' })

      expect(
        evaluateSession(complete([...approved, text]), buildCriteria(...REQUESTED_CHECKS)).outcome,
      ).toBe('REVIEW')
    })

    it.each([
      ['APPROVE', 'REVIEW', 'UNKNOWN_CHECK_TYPE'],
      ['REJECT', 'REJECTED', 'CHECK_REJECTED'],
    ])('never approves with an unknown check type: %s', (value, outcome, code) => {
      const decision = evaluateSession(
        complete([...approved, buildCheck('AURA_SCAN', value)]),
        buildCriteria(...REQUESTED_CHECKS),
      )

      expect(decision).toMatchObject({ outcome, reasons: [{ code, checkType: 'AURA_SCAN' }] })
    })

    it('requires liveness with a face comparison even if it was not requested', () => {
      const decision = evaluateSession(
        complete([buildCheck('FACE_COMPARISON', 'APPROVE')]),
        buildCriteria('FACE_COMPARISON'),
      )

      expect(decision).toMatchObject({
        outcome: 'REVIEW',
        reasons: [{ code: 'MISSING_CHECK', checkType: 'LIVENESS' }],
      })
    })
  })

  describe('with several attempts at liveness', () => {
    const judge = (...values: string[]) =>
      evaluateSession(
        complete(values.map((value) => buildCheck('LIVENESS', value))),
        buildCriteria('LIVENESS'),
      )

    it.each([
      [['APPROVE', 'REJECT', 'REJECT'], 'APPROVED'],
      [['REJECT', 'APPROVE'], 'APPROVED'],
      [['REJECT', 'REJECT'], 'REJECTED'],
      [['NOT_AVAILABLE', 'REJECT'], 'REVIEW'],
    ])('uses the best attempt of %j: %s', (values, outcome) => {
      expect(judge(...values).outcome).toBe(outcome)
    })

    it('returns each reason once', () => {
      expect(judge('REJECT', 'REJECT').reasons).toEqual([
        { code: 'CHECK_REJECTED', checkType: 'LIVENESS' },
      ])
    })
  })

  describe('with several documents', () => {
    const authenticity = (id: string, value = 'APPROVE') =>
      buildCheck('ID_DOCUMENT_AUTHENTICITY', value, { resources_used: [id] })
    const asked = buildCriteria('ID_DOCUMENT_AUTHENTICITY')

    it('returns APPROVED only when every document is approved', () => {
      const two = documents('a', 'b')

      expect(
        evaluateSession(complete([authenticity('a'), authenticity('b')], two), asked).outcome,
      ).toBe('APPROVED')
      expect(
        evaluateSession(complete([authenticity('a'), authenticity('b', 'REJECT')], two), asked)
          .outcome,
      ).toBe('REJECTED')
    })

    it('ignores the document of a superseded attempt', () => {
      const result = complete([authenticity('b')], documents('superseded', 'b'))

      expect(evaluateSession(result, asked).outcome).toBe('APPROVED')
    })

    it('returns MISSING_CHECK for a document that only another check used', () => {
      const match = buildCheck('ID_DOCUMENT_FACE_MATCH', 'APPROVE', { resources_used: ['a', 'b'] })
      const result = complete([authenticity('a'), match], documents('a', 'b'))

      expect(evaluateSession(result, asked)).toMatchObject({
        outcome: 'REVIEW',
        reasons: [{ code: 'MISSING_CHECK', checkType: 'ID_DOCUMENT_AUTHENTICITY' }],
      })
    })

    it('returns MISSING_CHECK when fewer documents were checked than required', () => {
      const two = {
        ...asked,
        required_documents: [{ type: 'ID_DOCUMENT' }, { type: 'ID_DOCUMENT' }],
      }
      const result = complete([authenticity('a')], documents('a'))

      expect(evaluateSession(result, two as OutcomeCriteria).outcome).toBe('REVIEW')
    })
  })

  describe('with identity profiles', () => {
    const profile = { trust_framework: 'UK_TFIDA', scheme: { type: 'RTW' } }
    const advanced = {
      profiles: [{ trust_framework: 'UK_TFIDA', schemes: [{ type: 'RTW', label: 'a' }] }],
    }
    const asked = { identity_profile_requirements: profile } as OutcomeCriteria
    const askedAdvanced = {
      advanced_identity_profile_requirements: advanced,
    } as unknown as OutcomeCriteria
    const report = (requirements_met?: boolean, type = 'RTW') => ({
      identity_profile: {
        result: 'DONE',
        identity_profile_report: {
          trust_framework: 'UK_TFIDA',
          schemes_compliance: [
            { scheme: { type }, ...(requirements_met === undefined ? {} : { requirements_met }) },
          ],
        },
      },
    })
    const reportWithFailure = {
      identity_profile: {
        ...report(true).identity_profile,
        failure_reason: { reason_code: 'FRAUD_DETECTED' },
      },
    }
    const aborted = (reason_code: string) => ({
      identity_profile: { result: 'ABORTED', failure_reason: { reason_code } },
    })

    it('uses the result of the profile instead of its generated checks', () => {
      const checks = [
        buildCheck('THIRD_PARTY_IDENTITY', 'CONSIDER'),
        buildCheck('AURA_SCAN', 'APPROVE'),
      ]
      const result = complete(checks, report(true))

      expect(evaluateSession(result, asked).outcome).toBe('APPROVED')
    })

    it.each([
      ['no report', { identity_profile: { result: 'DONE' } }],
      ['a scheme that says nothing', report()],
      ['a scheme that is not met', report(false)],
      ['another scheme', report(true, 'DBS')],
      ['a failure reason', reportWithFailure],
    ])('does not return APPROVED for DONE with %s', (_what, profileResult) => {
      expect(evaluateSession(complete([], profileResult), asked).outcome).toBe('REVIEW')
    })

    it('also evaluates a check that was requested separately', () => {
      const result = complete([buildCheck('LIVENESS', 'REJECT')], report(true))

      expect(evaluateSession(result, { ...asked, ...buildCriteria('LIVENESS') }).outcome).toBe(
        'REJECTED',
      )
    })

    it.each([
      ['APPROVED', ['DBS', 'RTW']],
      ['REVIEW', ['DBS']],
      ['REVIEW', ['RTW']],
      ['APPROVED', ['DBS_RTW']],
    ])('returns %s for DBS_RTW reported as %j', (outcome, types) => {
      const scheme = { type: 'DBS_RTW', objective: 'BASIC' }
      const both = {
        identity_profile_requirements: { trust_framework: 'UK_TFIDA', scheme },
      } as OutcomeCriteria
      const schemes = types.map((type) => ({
        scheme: { type, ...(type !== 'RTW' && { objective: 'BASIC' }) },
        requirements_met: true,
      }))
      const profileResult = {
        identity_profile: {
          result: 'DONE',
          identity_profile_report: { trust_framework: 'UK_TFIDA', schemes_compliance: schemes },
        },
      }

      expect(evaluateSession(complete([], profileResult), both).outcome).toBe(outcome)
    })

    it.each([
      ['FRAUD_DETECTED', 'REJECTED'],
      ['ABANDONED', 'NONE'],
      ['QUITE_NEW', 'REVIEW'],
    ])('maps ABORTED with %s to %s', (reason, outcome) => {
      expect(evaluateSession(complete([], aborted(reason)), asked)).toMatchObject({
        outcome,
        reasons: [{ code: 'PROFILE_ABORTED', reason }],
      })
    })

    it('returns REVIEW for a missing profile and for an unknown result', () => {
      expect(evaluateSession(complete([]), asked)).toMatchObject({
        outcome: 'REVIEW',
        reasons: [{ code: 'MISSING_PROFILE' }],
      })
      expect(
        evaluateSession(complete([], { identity_profile: { result: 'MAYBE' } }), asked),
      ).toMatchObject({ outcome: 'REVIEW', reasons: [{ code: 'UNKNOWN_PROFILE_RESULT' }] })
    })

    it('returns APPROVED for an advanced profile only when every scheme is met', () => {
      const done = (...met: boolean[]) => ({
        advanced_identity_profile: {
          result: 'DONE',
          identity_profile_report: {
            compliance: met.map((requirements_met) => ({
              trust_framework: 'UK_TFIDA',
              schemes_compliance: [
                {
                  scheme: { type: 'RTW', label: 'a' },
                  requirements_met,
                  requirements_not_met_info: 'LOW',
                },
              ],
            })),
          },
        },
      })

      expect(evaluateSession(complete([], done(true, true)), askedAdvanced).outcome).toBe(
        'APPROVED',
      )
      expect(evaluateSession(complete([], done(true, false)), askedAdvanced)).toMatchObject({
        outcome: 'REVIEW',
        reasons: [{ code: 'PROFILE_REQUIREMENTS_NOT_MET', reason: 'LOW' }],
      })
    })
  })

  const failedProfile = { result: 'DONE', failure_reason: 'FRAUD_DETECTED' }
  it.each<[string, object]>([
    ['session_id', { session_id: null }],
    ['state', { state: null }],
    ['state', { state: 7 }],
    ['checks', { checks: [buildCheck('LIVENESS', 'APPROVE'), { id: 'other' }] }],
    ['failure reason', { identity_profile: failedProfile }],
  ])('returns REVIEW when %s is unreadable: %j', (_field, change) => {
    const result = complete([buildCheck('LIVENESS', 'APPROVE')], change)
    expect(evaluateSession(result, buildCriteria('LIVENESS'))).toMatchObject({
      outcome: 'REVIEW',
      reasons: expect.arrayContaining([{ code: 'UNREADABLE_RESULT' }]) as unknown,
    })
  })

  describe('without a completed session', () => {
    const rejected = [buildCheck('LIVENESS', 'REJECT')]

    it.each(['ONGOING', 'DREAMING'])('returns PENDING in the state %s', (state) => {
      const result = { ...complete(rejected), state }

      expect(evaluateSession(result, buildCriteria('LIVENESS'))).toMatchObject({
        outcome: 'PENDING',
        reasons: [],
      })
    })

    it('returns NONE when the session expired', () => {
      const result = { ...complete(rejected), state: 'EXPIRED' }

      expect(evaluateSession(result, buildCriteria('LIVENESS'))).toMatchObject({
        outcome: 'NONE',
        reasons: [{ code: 'SESSION_EXPIRED' }],
      })
    })

    it('returns NONE when no check was requested', () => {
      expect(evaluateSession(complete([]), buildCriteria())).toMatchObject({
        outcome: 'NONE',
        reasons: [{ code: 'NOTHING_TO_JUDGE' }],
      })
    })
  })

  it('omits values that are not Yoti constants from the reasons', () => {
    const odd = [
      buildCheck('LIVENESS', 'REJECT', { reason: 'Isolde Hargreaves, born 1991' }),
      buildCheck('Isolde Hargreaves', 'REJECT'),
      buildCheck('ID_DOCUMENT_FACE_MATCH', 'Isolde Hargreaves'),
    ]
    const { reasons } = evaluateSession(complete(odd), buildCriteria('LIVENESS'))

    expect(JSON.stringify(reasons)).not.toContain('Isolde')
    expect(reasons).toContainEqual({ code: 'CHECK_REJECTED', checkType: 'LIVENESS' })
  })

  it('includes the policy version', () => {
    expect(evaluateSession(complete([]), buildCriteria()).policyVersion).toMatch(/^\d+$/)
  })
})
