import type { Check } from './check.js'
import { stateOfRequirement } from './requirement.js'
import type { CapturedDocument } from './resource.js'
import { isHighAssurance, listSchemes } from './session-spec.js'
import type { Session } from './session.js'

const FRAUD = ['COUNTERFEIT', 'TAMPERED', 'FRAUD_LIST_MATCH', 'DATA_MISMATCH', 'DOC_NUMBER_INVALID']
const CODES_BY_REASON: Partial<Record<string, string>> = {
  SUSPECTED_FRAUD: 'FRAUD_DETECTED',
  SYNECTICS_INDICATED_FRAUD: 'FRAUD_DETECTED',
  UNABLE_TO_VERIFY_ADDRESS: 'COULD_NOT_VERIFY_ADDRESS',
  ERROR_WHEN_PERFORMING_CHECK: 'UNABLE_TO_COMPLETE_CHECKS',
  FAILED_TO_REACH_REQUIRED_IDENTITY_FRAUD_SCORE_2: 'IDENTITY_FRAUD_SCORE_INSUFFICIENT',
  FAILED_TO_REACH_REQUIRED_ACTIVITY_HISTORY_SCORE_3: 'ACTIVITY_HISTORY_SCORE_INSUFFICIENT',
}
const IDENTITY_CHECKS = ['THIRD_PARTY_IDENTITY_FRAUD_1', 'SYNECTICS_IDENTITY_FRAUD']

// Yoti's own order for the first five; whatever is not here comes last.
const PRIORITY = [
  'FRAUD_DETECTED',
  'UNABLE_TO_VALIDATE_DOCUMENT',
  'FACE_MATCH_HIGHER_THRESHOLD_VERIFICATION_FAILED',
  'FACE_MATCH_VERIFICATION_FAILED',
  'MANDATORY_DOCUMENT_NOT_PROVIDED',
  'MISSING_LIVENESS',
]

interface Failure {
  code: string
  details?: Record<string, string | undefined>
}

/** Why a completed session does not meet its profile; undefined when it does. */
export function findProfileFailure(session: Session) {
  const failures = [
    ...session.checks.flatMap((check) => judgeCheck(session, check)),
    ...findMissingDocuments(session),
    ...findMissingLiveness(session),
  ]
  const rank = ({ code }: Failure) =>
    PRIORITY.includes(code) ? PRIORITY.indexOf(code) : PRIORITY.length
  const worst = failures.toSorted((one, other) => rank(one) - rank(other))[0]
  if (worst === undefined) return undefined
  return {
    reason_code: worst.code,
    requirements_not_met_details: failures
      .filter(({ code }) => code === worst.code)
      .flatMap(({ details }) => (details === undefined ? [] : [details])),
  }
}

function judgeCheck(session: Session, check: Check): Failure[] {
  const { report, type, id } = check
  if (report === undefined || report.recommendation.value === 'APPROVE') return []
  const { reason } = report.recommendation
  const document = session.idDocuments.find((one) => check.resourcesUsed.includes(one.id))
  const about = { ...describeDocument(document), audit_id: id, details: reason }
  if (type === 'ID_DOCUMENT_AUTHENTICITY') {
    const code = FRAUD.includes(reason ?? '') ? 'FRAUD_DETECTED' : 'UNABLE_TO_VALIDATE_DOCUMENT'
    return [{ code, details: { failure_type: type, ...about } }]
  }
  if (type === 'ID_DOCUMENT_FACE_MATCH') {
    const byMachine = report.breakdown.every(({ sub_check: name }) => name === 'ai_face_match')
    const isHigher = byMachine && listSchemes(session.spec).some(isHighAssurance)
    const code = isHigher
      ? 'FACE_MATCH_HIGHER_THRESHOLD_VERIFICATION_FAILED'
      : 'FACE_MATCH_VERIFICATION_FAILED'
    return [{ code, details: { failure_type: type, ...about } }]
  }
  if (!IDENTITY_CHECKS.includes(type)) return []
  const code = CODES_BY_REASON[reason ?? ''] ?? 'IDENTITY_CHECK_FAILED'
  return [{ code, details: { failure_type: 'IDENTITY_CHECK', audit_id: id, details: reason } }]
}

function findMissingDocuments(session: Session): Failure[] {
  return session.requirements
    .filter((one) => one.type === 'ID_DOCUMENT' && stateOfRequirement(session, one) !== 'COMPLETE')
    .map(({ id }) => {
      const last = session.idDocuments.findLast(({ requirementId }) => requirementId === id)
      const reason = last?.tasks[0]?.recommendation?.reason
      const details = {
        failure_type: 'ID_DOCUMENT_EXTRACTION',
        ...describeDocument(last),
        audit_id: last?.tasks[0]?.id,
        details: reason?.detail ?? reason?.value,
      }
      return { code: 'MANDATORY_DOCUMENT_NOT_PROVIDED', details }
    })
}

function findMissingLiveness({ checks, requirements }: Session): Failure[] {
  if (!requirements.some(({ type }) => type === 'LIVENESS')) return []
  const attempts = checks.filter(({ type }) => type === 'LIVENESS')
  if (attempts.some(({ report }) => report?.recommendation.value === 'APPROVE')) return []
  const details = {
    failure_type: 'LIVENESS',
    audit_id: attempts[0]?.id,
    details: 'USER_FAILED_LIVENESS',
  }
  return [{ code: 'MISSING_LIVENESS', details }]
}

function describeDocument(document: CapturedDocument | undefined) {
  return {
    document_type: document?.documentType,
    document_country_iso_code: document?.issuingCountry,
  }
}
