import { describe, expect, it } from '@jest/globals'
import { CHECK_POLICY } from '../../src/outcome/outcome-policy.js'
import { evaluateSession, type OutcomeCriteria } from '../../src/outcome/outcome.js'
import { parseSessionResult } from '../../src/yoti/session-result.js'
import { buildCheck } from '../results/sample-result.js'

const AUTHENTICITY = 'ID_DOCUMENT_AUTHENTICITY'
const FACE_MATCH = 'ID_DOCUMENT_FACE_MATCH'

function buildCriteria(...types: string[]): OutcomeCriteria {
  return { requested_checks: types.map((type) => ({ type })) }
}

function complete(checks: object[], more: object = {}) {
  return parseSessionResult({ session_id: 'session', state: 'COMPLETED', checks, ...more })
}

type Result = ReturnType<typeof complete>
type Case = [what: string, result: Result, outcome: string, ...reasons: object[]]

/** Each with its outcome and, if they are given, exactly its reasons. */
function judge(criteria: OutcomeCriteria, cases: Case[]) {
  it.each(cases)('%s', (_what, result, outcome, ...reasons) => {
    const decision = evaluateSession(result, criteria)
    expect(decision).toMatchObject({ outcome, ...(reasons.length > 0 && { reasons }) })
  })
}

const APPROVE = (type: string, used?: string[]) =>
  buildCheck(type, 'APPROVE', used && { resources_used: used })
const documents = (...ids: string[]) => ({ resources: { id_documents: ids.map((id) => ({ id })) } })

/** One requested check with this recommendation, and the checks that it depends on. */
function evaluateCheck(type: string, value: string, more: Record<string, unknown> = {}) {
  const beside = type === 'FACE_COMPARISON' ? [APPROVE('LIVENESS')] : []
  return evaluateSession(complete([buildCheck(type, value, more), ...beside]), buildCriteria(type))
}

describe('a check', () => {
  it.each(Object.keys(CHECK_POLICY))('must be present and approve: %s', (checkType) => {
    expect(evaluateCheck(checkType, 'APPROVE')).toMatchObject({ outcome: 'APPROVED', reasons: [] })
    expect(evaluateCheck(checkType, 'REJECT').outcome).toBe('REJECTED')
    expect(evaluateCheck(checkType, 'NOT_AVAILABLE').outcome).toBe('REVIEW')
    const missing = evaluateSession(complete([]), buildCriteria(checkType))
    expect(missing.outcome).toBe('REVIEW')
    expect(missing.reasons).toContainEqual({ code: 'MISSING_CHECK', checkType })
  })

  it.each([
    ['REJECT', { reason: 'TAMPERED' }, 'REJECTED', 'CHECK_REJECTED', 'TAMPERED'],
    ['CONSIDER', {}, 'REVIEW', 'CHECK_TO_CONSIDER', undefined],
    ['NOT_AVAILABLE', { reason: 'TOO_DARK' }, 'REVIEW', 'CHECK_NOT_AVAILABLE', 'TOO_DARK'],
    ['APPROVE', { reason: 'TAMPERED' }, 'REVIEW', 'CHECK_CONTRADICTORY', 'TAMPERED'],
    ['SHRUG', {}, 'REVIEW', 'UNKNOWN_RECOMMENDATION', 'SHRUG'],
    ['APPROVE', { state: 'PENDING' }, 'REVIEW', 'CHECK_WITHOUT_RESULT', 'PENDING'],
    ['APPROVE', { report: {} }, 'REVIEW', 'CHECK_WITHOUT_RESULT', 'DONE'],
  ])('that says %s with %j leads to %s', (value, more, outcome, code, reason) => {
    expect(evaluateCheck(AUTHENTICITY, value, more)).toMatchObject({
      outcome,
      reasons: [{ code, checkType: AUTHENTICITY, ...(reason && { reason }) }],
    })
  })
})

describe('several checks', () => {
  const requested = [AUTHENTICITY, 'LIVENESS', FACE_MATCH]
  const approved = requested.map((type) => APPROVE(type))

  judge(buildCriteria(...requested), [
    [
      'are REJECTED when one rejects, with the rejection first',
      complete([
        buildCheck(AUTHENTICITY, 'NOT_AVAILABLE'),
        APPROVE('LIVENESS'),
        buildCheck(FACE_MATCH, 'REJECT'),
      ]),
      'REJECTED',
      { code: 'CHECK_REJECTED', checkType: FACE_MATCH },
      { code: 'CHECK_NOT_AVAILABLE', checkType: AUTHENTICITY },
    ],
    [
      'include the text data check that an extraction generated',
      complete([...approved, buildCheck('ID_DOCUMENT_TEXT_DATA_CHECK', 'NOT_AVAILABLE')]),
      'REVIEW',
    ],
    [
      'are not approved with an unknown check type that approves',
      complete([...approved, APPROVE('AURA_SCAN')]),
      'REVIEW',
      { code: 'UNKNOWN_CHECK_TYPE', checkType: 'AURA_SCAN' },
    ],
    [
      'are rejected with an unknown check type that rejects',
      complete([...approved, buildCheck('AURA_SCAN', 'REJECT')]),
      'REJECTED',
      { code: 'CHECK_REJECTED', checkType: 'AURA_SCAN' },
    ],
  ])
  judge(buildCriteria('FACE_COMPARISON'), [
    [
      'include liveness with a face comparison even if it was not requested',
      complete([APPROVE('FACE_COMPARISON')]),
      'REVIEW',
      { code: 'MISSING_CHECK', checkType: 'LIVENESS' },
    ],
  ])
})

describe('several attempts at liveness', () => {
  it.each([
    [['APPROVE', 'REJECT', 'REJECT'], 'APPROVED'],
    [['REJECT', 'APPROVE'], 'APPROVED'],
    [['REJECT', 'REJECT'], 'REJECTED'],
    [['NOT_AVAILABLE', 'REJECT'], 'REVIEW'],
  ])('count as the best of %j: %s', (values, outcome) => {
    const result = complete(values.map((value) => buildCheck('LIVENESS', value)))
    const decision = evaluateSession(result, buildCriteria('LIVENESS'))
    // Each reason once.
    const reasons = outcome === 'APPROVED' ? [] : [expect.anything()]
    expect(decision).toMatchObject({ outcome, reasons })
  })
})

describe('several documents', () => {
  const two = documents('a', 'b')
  const rejected = buildCheck(AUTHENTICITY, 'REJECT', { resources_used: ['b'] })
  const missing = { code: 'MISSING_CHECK', checkType: AUTHENTICITY }

  judge(buildCriteria(AUTHENTICITY), [
    [
      'are APPROVED when each is approved',
      complete([APPROVE(AUTHENTICITY, ['a']), APPROVE(AUTHENTICITY, ['b'])], two),
      'APPROVED',
    ],
    [
      'are REJECTED when one is rejected',
      complete([APPROVE(AUTHENTICITY, ['a']), rejected], two),
      'REJECTED',
    ],
    [
      'do not include that of a superseded attempt',
      complete([APPROVE(AUTHENTICITY, ['b'])], documents('superseded', 'b')),
      'APPROVED',
    ],
    [
      'include one that only another check used',
      complete([APPROVE(AUTHENTICITY, ['a']), APPROVE(FACE_MATCH, ['a', 'b'])], two),
      'REVIEW',
      missing,
    ],
  ])
  const required = { required_documents: [{ type: 'ID_DOCUMENT' }, { type: 'ID_DOCUMENT' }] }
  judge({ ...buildCriteria(AUTHENTICITY), ...required }, [
    [
      'are missing when fewer were checked than required',
      complete([APPROVE(AUTHENTICITY, ['a'])], documents('a')),
      'REVIEW',
      missing,
    ],
  ])
})

describe('an identity profile', () => {
  const toCriteria = (scheme: object) =>
    ({
      identity_profile_requirements: { trust_framework: 'UK_TFIDA', scheme },
    }) as OutcomeCriteria
  const asked = toCriteria({ type: 'RTW' })
  const done = (schemes_compliance: object[], more: object = {}) => {
    const report = { trust_framework: 'UK_TFIDA', schemes_compliance }
    return { identity_profile: { result: 'DONE', identity_profile_report: report, ...more } }
  }
  const met = { scheme: { type: 'RTW' }, requirements_met: true }
  const failure = (reason_code: string) => ({ failure_reason: { reason_code } })
  const aborted = (reason: string) =>
    complete([], { identity_profile: { result: 'ABORTED', ...failure(reason) } })

  judge(asked, [
    [
      'counts instead of its generated checks',
      complete([buildCheck('THIRD_PARTY_IDENTITY', 'CONSIDER'), APPROVE('AURA_SCAN')], done([met])),
      'APPROVED',
    ],
    ['is REVIEW when it is missing', complete([]), 'REVIEW', { code: 'MISSING_PROFILE' }],
    [
      'is REVIEW with an unknown result',
      complete([], { identity_profile: { result: 'MAYBE' } }),
      'REVIEW',
      { code: 'UNKNOWN_PROFILE_RESULT' },
    ],
    ...[
      ['FRAUD_DETECTED', 'REJECTED'],
      ['ABANDONED', 'NONE'],
      ['QUITE_NEW', 'REVIEW'],
    ].map(([reason = '', outcome = '']): Case => {
      const code = 'PROFILE_ABORTED'
      return [
        `is ${outcome} when ABORTED with ${reason}`,
        aborted(reason),
        outcome,
        { code, reason },
      ]
    }),
  ])
  it.each<[object[], object]>([
    [[], {}],
    [[{ scheme: met.scheme }], {}],
    [[{ ...met, requirements_met: false }], {}],
    [[{ ...met, scheme: { type: 'DBS' } }], {}],
    [[met], failure('FRAUD_DETECTED')],
  ])('is not approved when it is DONE with %j and %j', (schemes, more) => {
    expect(evaluateSession(complete([], done(schemes, more)), asked).outcome).toBe('REVIEW')
  })

  judge({ ...asked, ...buildCriteria('LIVENESS') }, [
    [
      'is judged beside a check that was requested separately',
      complete([buildCheck('LIVENESS', 'REJECT')], done([met])),
      'REJECTED',
    ],
  ])

  it.each([
    ['APPROVED', ['DBS', 'RTW']],
    ['REVIEW', ['DBS']],
    ['REVIEW', ['RTW']],
    ['APPROVED', ['DBS_RTW']],
  ])('is %s for DBS_RTW reported as %j', (outcome, types) => {
    const schemes = types.map((type) => ({
      scheme: { type, ...(type !== 'RTW' && { objective: 'BASIC' }) },
      requirements_met: true,
    }))
    const criteria = toCriteria({ type: 'DBS_RTW', objective: 'BASIC' })
    expect(evaluateSession(complete([], done(schemes)), criteria).outcome).toBe(outcome)
  })

  const schemes = [{ type: 'RTW', label: 'a' }]
  const advanced = (...isMet: boolean[]) => {
    const compliance = isMet.map((requirements_met) => ({
      trust_framework: 'UK_TFIDA',
      schemes_compliance: [
        { scheme: schemes[0], requirements_met, requirements_not_met_info: 'LOW' },
      ],
    }))
    const profile = { result: 'DONE', identity_profile_report: { compliance } }
    return complete([], { advanced_identity_profile: profile })
  }
  judge(
    {
      advanced_identity_profile_requirements: {
        profiles: [{ trust_framework: 'UK_TFIDA', schemes }],
      },
    },
    [
      ['that is advanced is APPROVED when every scheme is met', advanced(true, true), 'APPROVED'],
      [
        'that is advanced is REVIEW when one scheme is not met',
        advanced(true, false),
        'REVIEW',
        { code: 'PROFILE_REQUIREMENTS_NOT_MET', reason: 'LOW' },
      ],
    ],
  )
})

describe('a session', () => {
  const approved = [APPROVE('LIVENESS')]
  const rejected = complete([buildCheck('LIVENESS', 'REJECT')])
  const failedProfile = { result: 'DONE', failure_reason: 'FRAUD_DETECTED' }

  it.each<object>([
    { session_id: null },
    { state: null },
    { state: 7 },
    { checks: [...approved, { id: 'other' }] },
    { identity_profile: failedProfile },
  ])('is REVIEW when what decides is unreadable: %j', (change) => {
    const decision = evaluateSession(complete(approved, change), buildCriteria('LIVENESS'))
    expect(decision.outcome).toBe('REVIEW')
    expect(decision.reasons).toContainEqual({ code: 'UNREADABLE_RESULT' })
  })

  judge(buildCriteria('LIVENESS'), [
    ['is PENDING in the state ONGOING', { ...rejected, state: 'ONGOING' }, 'PENDING'],
    ['is PENDING in an unknown state', { ...rejected, state: 'DREAMING' }, 'PENDING'],
    [
      'is NONE when it expired',
      { ...rejected, state: 'EXPIRED' },
      'NONE',
      { code: 'SESSION_EXPIRED' },
    ],
  ])
  judge(buildCriteria(), [
    ['is NONE when no check was requested', complete([]), 'NONE', { code: 'NOTHING_TO_JUDGE' }],
  ])

  it('has no values in its reasons that are not Yoti constants, and the version of the policy', () => {
    const odd = [
      buildCheck('LIVENESS', 'REJECT', { reason: 'Isolde Hargreaves, born 1991' }),
      buildCheck('Isolde Hargreaves', 'REJECT'),
      buildCheck(FACE_MATCH, 'Isolde Hargreaves'),
    ]
    const { reasons, policyVersion } = evaluateSession(complete(odd), buildCriteria('LIVENESS'))
    expect(JSON.stringify(reasons)).not.toContain('Isolde')
    expect(reasons).toContainEqual({ code: 'CHECK_REJECTED', checkType: 'LIVENESS' })
    expect(policyVersion).toMatch(/^\d+$/)
  })
})
