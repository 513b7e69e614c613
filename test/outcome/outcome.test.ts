import { describe, expect, it } from '@jest/globals'
import { ABORTED_PROFILE_POLICY, CHECK_POLICY } from '../../src/outcome/outcome-policy.js'
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

/** The documented reasons by check type. */
const UNREADABLE = [
  ['PHOTO_OVEREXPOSED', 'PHOTO_TOO_DARK', 'GLARE_OBSTRUCTION', 'PHOTO_TOO_BLURRY'],
  ['IMAGE_RESOLUTION_TOO_LOW', 'OBJECT_OBSTRUCTION', 'PARTIAL_PHOTO', 'MISSING_DOCUMENT_SIDE'],
  ['NO_DOCUMENT', 'DOCUMENT_TOO_DAMAGED', 'DOCUMENT_NOT_SUPPORTED'],
  ['DOCUMENT_VERSION_NOT_SUPPORTED', 'INCORRECT_DOCUMENT_TYPE', 'INCORRECT_MRZ'],
  ['BLACK_AND_WHITE_IMAGE', 'MISUSE', 'INVALID', 'CHIP_PARSE', 'CHIP_SOD_PARSE'],
  ['COUNTRY_NOT_SUPPORTED', 'UNABLE_TO_LOAD', 'PICTURE_TOO_DARK'],
].flat()

const REJECTIONS: Record<string, string[]> = {
  ID_DOCUMENT_AUTHENTICITY: [
    ['COUNTERFEIT', 'EXPIRED_DOCUMENT', 'FRAUD_LIST_MATCH', 'DOCUMENT_COPY', 'TAMPERED'],
    ['ISSUING_AUTHORITY_INVALID', 'MISSING_HOLOGRAM', 'NO_HOLOGRAM_MOVEMENT', 'DATA_MISMATCH'],
    ['DOC_NUMBER_INVALID', 'CHIP_DATA_INTEGRITY_FAILED', 'CHIP_SIGNATURE_VERIFICATION_FAILED'],
    ['CHIP_CSCA_VERIFICATION_FAILED', 'OTHER_SECURITY_FEATURES'],
  ].flat(),
  ID_DOCUMENT_FACE_MATCH: [
    ['FACE_NOT_GENUINE', 'LARGE_AGE_GAP', 'PHOTO_OF_MASK', 'PHOTO_OF_PHOTO', 'DIFFERENT_PERSON'],
    ['DOCUMENT_COPY', 'TAMPERED'],
  ].flat(),
  ID_DOCUMENT_COMPARISON: ['MISMATCH'],
}

const CONSIDERATIONS: Record<string, string[]> = {
  THIRD_PARTY_IDENTITY: ['NO_MATCH', 'NO_MATCH_FOUND', 'ADDRESS_MISMATCH'],
  WATCHLIST_SCREENING: ['POTENTIAL_MATCH'],
  WATCHLIST_ADVANCED_CA: ['POTENTIAL_MATCH'],
}

const UNAVAILABLE: Record<string, string[]> = {
  ID_DOCUMENT_AUTHENTICITY: UNREADABLE,
  ID_DOCUMENT_TEXT_DATA_CHECK: [...UNREADABLE, 'EXTRACTION_FAILED', 'MRZ_VALIDATION'],
  SUPPLEMENTARY_DOCUMENT_TEXT_DATA_CHECK: [...UNREADABLE, 'EXTRACTION_FAILED', 'MRZ_VALIDATION'],
  ID_DOCUMENT_FACE_MATCH: [
    ['PHOTO_OVEREXPOSED', 'PHOTO_TOO_DARK', 'PHOTO_TOO_BLURRY', 'FACE_NOT_FOUND'],
    ['GLARE_OBSTRUCTION', 'OBJECT_OBSTRUCTION', 'DOCUMENT_NOT_FOUND', 'PARTIAL_PHOTO'],
    ['FACE_PHOTO_LOW_RESOLUTION', 'MISUSE', 'INVALID'],
  ].flat(),
  ID_DOCUMENT_COMPARISON: ['NON_LATIN_CHARACTER_IN_NAME', 'NO_VALID_SUBCHECKS'],
  THIRD_PARTY_IDENTITY: ['NO_VALID_FIELDS'],
  WATCHLIST_SCREENING: ['NO_VALID_FIELDS'],
  WATCHLIST_ADVANCED_CA: ['NO_VALID_FIELDS'],
}

const TYPES = [
  ['ID_DOCUMENT_AUTHENTICITY', 'ID_DOCUMENT_TEXT_DATA_CHECK', 'LIVENESS', 'ID_DOCUMENT_FACE_MATCH'],
  ['SUPPLEMENTARY_DOCUMENT_TEXT_DATA_CHECK', 'FACE_COMPARISON', 'ID_DOCUMENT_COMPARISON'],
  ['THIRD_PARTY_IDENTITY', 'THIRD_PARTY_IDENTITY_FRAUD_1', 'SYNECTICS_IDENTITY_FRAUD'],
  ['WATCHLIST_SCREENING', 'WATCHLIST_ADVANCED_CA', 'IBV_VISUAL_REVIEW_CHECK'],
  ['DOCUMENT_SCHEME_VALIDITY_CHECK', 'PROFILE_DOCUMENT_MATCH', 'FAMILIAR_FACE_SEARCH'],
].flat()

const rows = (table: Record<string, string[]>) =>
  Object.entries(table).flatMap(([type, reasons]) =>
    reasons.map((reason) => [type, reason] as const),
  )

/** One requested check with this recommendation, and the checks that it depends on. */
function evaluateCheck(type: string, value: string, more: Record<string, unknown> = {}) {
  const beside = type === 'FACE_COMPARISON' ? [buildCheck('LIVENESS', 'APPROVE')] : []
  return evaluateSession(complete([buildCheck(type, value, more), ...beside]), buildCriteria(type))
}

describe('evaluateSession', () => {
  it('has a policy for every documented check type', () => {
    expect(Object.keys(CHECK_POLICY).sort()).toEqual([...TYPES].sort())
  })

  describe.each(TYPES)('for %s', (checkType) => {
    it('approves on APPROVE', () => {
      expect(evaluateCheck(checkType, 'APPROVE')).toMatchObject({
        outcome: 'APPROVED',
        reasons: [],
      })
    })

    it.each([
      ['REJECT', 'REJECTED', 'CHECK_REJECTED'],
      ['CONSIDER', 'REVIEW', 'CHECK_TO_CONSIDER'],
      ['NOT_AVAILABLE', 'REVIEW', 'CHECK_NOT_AVAILABLE'],
    ])('maps %s to %s without a reason and with an unknown one', (value, outcome, code) => {
      expect(evaluateCheck(checkType, value)).toMatchObject({
        outcome,
        reasons: [{ code, checkType }],
      })
      expect(evaluateCheck(checkType, value, { reason: 'QUITE_NEW' })).toMatchObject({
        outcome,
        reasons: [{ code, checkType, reason: 'QUITE_NEW' }],
      })
    })

    it('returns REVIEW for an unknown recommendation', () => {
      expect(evaluateCheck(checkType, 'SHRUG')).toMatchObject({
        outcome: 'REVIEW',
        reasons: [{ code: 'UNKNOWN_RECOMMENDATION', checkType, reason: 'SHRUG' }],
      })
    })

    it.each(['CREATED', 'READY', 'PENDING', 'INTERNAL_ERROR'])(
      'returns REVIEW in the state %s',
      (state) => {
        expect(evaluateCheck(checkType, 'APPROVE', { state })).toMatchObject({
          outcome: 'REVIEW',
          reasons: [{ code: 'CHECK_WITHOUT_RESULT', checkType, reason: state }],
        })
      },
    )

    it('returns REVIEW when DONE has no report', () => {
      expect(evaluateCheck(checkType, 'APPROVE', { report: {} })).toMatchObject({
        outcome: 'REVIEW',
      })
    })

    it('returns REVIEW when it is missing', () => {
      const { outcome, reasons } = evaluateSession(complete([]), buildCriteria(checkType))

      expect(outcome).toBe('REVIEW')
      expect(reasons).toContainEqual({ code: 'MISSING_CHECK', checkType })
    })
  })

  it.each(rows(REJECTIONS))('returns REJECTED for %s with %s', (checkType, reason) => {
    expect(evaluateCheck(checkType, 'REJECT', { reason })).toMatchObject({
      outcome: 'REJECTED',
      reasons: [{ code: 'CHECK_REJECTED', checkType, reason }],
    })
  })

  it.each(rows(CONSIDERATIONS))(
    'returns REVIEW for %s with CONSIDER and %s',
    (checkType, reason) => {
      expect(evaluateCheck(checkType, 'CONSIDER', { reason })).toMatchObject({
        outcome: 'REVIEW',
        reasons: [{ code: 'CHECK_TO_CONSIDER', checkType, reason }],
      })
    },
  )

  it.each(rows(UNAVAILABLE))(
    'never rejects %s that is not available for %s',
    (checkType, reason) => {
      expect(evaluateCheck(checkType, 'NOT_AVAILABLE', { reason })).toMatchObject({
        outcome: 'REVIEW',
        reasons: [{ code: 'CHECK_NOT_AVAILABLE', checkType, reason }],
      })
    },
  )

  it.each([
    ['REJECT', REJECTIONS],
    ['CONSIDER', CONSIDERATIONS],
    ['NOT_AVAILABLE', UNAVAILABLE],
  ] as const)('lists in the policy exactly the documented reasons for %s', (value, table) => {
    const listed = Object.entries(CHECK_POLICY).map(([type, row]) => [
      type,
      Object.keys(row[value])
        .filter((reason) => reason !== 'otherwise')
        .sort(),
    ])
    const documented = TYPES.map((type) => [type, [...(table[type] ?? [])].sort()])

    expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(documented))
  })

  describe('with several checks', () => {
    const approved = REQUESTED_CHECKS.map((type) => buildCheck(type, 'APPROVE'))

    it('returns APPROVED when every requested check approves', () => {
      expect(evaluateSession(complete(approved), buildCriteria(...REQUESTED_CHECKS)).outcome).toBe(
        'APPROVED',
      )
    })

    it('returns REVIEW when a requested check is missing', () => {
      const { outcome, reasons } = evaluateSession(
        complete(approved.slice(1)),
        buildCriteria(...REQUESTED_CHECKS),
      )

      expect(outcome).toBe('REVIEW')
      expect(reasons).toEqual([{ code: 'MISSING_CHECK', checkType: 'ID_DOCUMENT_AUTHENTICITY' }])
    })

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
      [['NOT_AVAILABLE', 'APPROVE'], 'APPROVED'],
      [['REJECT', 'REJECT'], 'REJECTED'],
      [['NOT_AVAILABLE', 'REJECT'], 'REVIEW'],
      [['SHRUG', 'REJECT'], 'REVIEW'],
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
      ['FRAUD_DETECTED', 'REJECTED'],
      ['FACE_MATCH_VERIFICATION_FAILED', 'REJECTED'],
      ['IDENTITY_CHECK_FAILED', 'REJECTED'],
      ['UNABLE_TO_VALIDATE_DOCUMENT', 'REVIEW'],
      ['FACE_MATCH_HIGHER_THRESHOLD_VERIFICATION_FAILED', 'REVIEW'],
      ['MANDATORY_DOCUMENT_NOT_PROVIDED', 'REVIEW'],
      ['MANDATORY_DOCUMENT_COULD_NOT_BE_PROVIDED', 'REVIEW'],
      ['MISSING_LIVENESS', 'REVIEW'],
      ['UNABLE_TO_COMPLETE_CHECKS', 'REVIEW'],
      ['COULD_NOT_VERIFY_ADDRESS', 'REVIEW'],
      ['ACTIVITY_HISTORY_SCORE_INSUFFICIENT', 'REVIEW'],
      ['IDENTITY_FRAUD_SCORE_INSUFFICIENT', 'REVIEW'],
      ['IDENTITY_FRAUD_AND_ACTIVITY_HISTORY_SCORES_INSUFFICIENT', 'REVIEW'],
      ['MISSING_FRAUD_LIST_CHECK', 'REVIEW'],
      ['ABANDONED', 'NONE'],
      ['QUITE_NEW', 'REVIEW'],
    ])('maps ABORTED with %s to %s', (reason, outcome) => {
      expect(evaluateSession(complete([], aborted(reason)), asked)).toMatchObject({
        outcome,
        reasons: [{ code: 'PROFILE_ABORTED', reason }],
      })
    })

    it('has a policy row for each reason', () => {
      expect(Object.keys(ABORTED_PROFILE_POLICY)).toHaveLength(16)
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
