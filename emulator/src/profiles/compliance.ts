import { findAcceptedDocument, listAcceptedDocuments } from '../capture/requirement-state.js'
import type { Requirement } from '../capture/requirement.js'
import type { CapturedDocument } from '../capture/resource.js'
import { isApproved, type Check, type Report } from '../checks/report.js'
import { isDocumentAllowed } from '../sessions/document-filter.js'
import { isHighAssurance, listProfiles, listSchemes } from '../sessions/session-spec.js'
import type { Session } from '../sessions/session.js'
import type { Scheme } from './profile-requirements.js'

type Failure = ReturnType<typeof createFailure>
export type Compliance = ReturnType<typeof buildCompliance>[number]

// The first five are in Yoti's order. All other reasons come last.
const REASON_CODE_PRIORITY = [
  'FRAUD_DETECTED',
  'UNABLE_TO_VALIDATE_DOCUMENT',
  'FACE_MATCH_HIGHER_THRESHOLD_VERIFICATION_FAILED',
  'FACE_MATCH_VERIFICATION_FAILED',
  'MANDATORY_DOCUMENT_NOT_PROVIDED',
  'MISSING_LIVENESS',
]
const DOCUMENT_FRAUD_REASONS = [
  'COUNTERFEIT',
  'TAMPERED',
  'FRAUD_LIST_MATCH',
  'DATA_MISMATCH',
  'DOC_NUMBER_INVALID',
]
const UNVERIFIED_ADDRESS = 'UNABLE_TO_VERIFY_ADDRESS'
const IDENTITY_CODES_BY_REASON: Partial<Record<string, string>> = {
  SUSPECTED_FRAUD: 'FRAUD_DETECTED',
  SYNECTICS_INDICATED_FRAUD: 'FRAUD_DETECTED',
  ADDRESS_MISMATCH: 'COULD_NOT_VERIFY_ADDRESS',
  FAILED_TO_REACH_REQUIRED_IDENTITY_FRAUD_SCORE_2: 'IDENTITY_FRAUD_SCORE_INSUFFICIENT',
  FAILED_TO_REACH_REQUIRED_ACTIVITY_HISTORY_SCORE_3: 'ACTIVITY_HISTORY_SCORE_INSUFFICIENT',
}

// Failure type and reason code by check. All other checks are about the identity.
const DOCUMENT_CHECKS: Partial<Record<string, [failureType: string, code: string]>> = {
  ID_DOCUMENT_AUTHENTICITY: ['ID_DOCUMENT_AUTHENTICITY', 'UNABLE_TO_VALIDATE_DOCUMENT'],
  ID_DOCUMENT_TEXT_DATA_CHECK: ['ID_DOCUMENT_EXTRACTION', 'MANDATORY_DOCUMENT_NOT_PROVIDED'],
  ID_DOCUMENT_FACE_MATCH: ['ID_DOCUMENT_FACE_MATCH', 'FACE_MATCH_VERIFICATION_FAILED'],
  ID_DOCUMENT_COMPARISON: ['UNLINKED_DOCUMENT_EVIDENCE', 'UNABLE_TO_VALIDATE_DOCUMENT'],
  SUPPLEMENTARY_DOCUMENT_TEXT_DATA_CHECK: [
    'ID_DOCUMENT_ADDRESS_VERIFICATION',
    'COULD_NOT_VERIFY_ADDRESS',
  ],
}

/** A right to work without a visa. */
const RIGHT_TO_WORK_COUNTRIES = ['GBR', 'IRL']
const RIGHT_TO_WORK_DOCUMENTS = ['PASSPORT', 'PASS_CARD']

/** A document may satisfy one scheme of a profile but not another. */
export function buildCompliance(session: Session) {
  const documents = listAcceptedDocuments(session, 'idDocuments')
  const provesRightToWork = documents.some(
    ({ issuingCountry: country, documentType: type }) =>
      RIGHT_TO_WORK_COUNTRIES.includes(country) && RIGHT_TO_WORK_DOCUMENTS.includes(type),
  )

  const evaluate = ({ type, objective, label, config }: Scheme, isProven = true) => {
    const filter = config?.filter
    const isProvided =
      filter === undefined ||
      documents.some((one) => isDocumentAllowed(filter, one.issuingCountry, one.documentType))
    const unverified = type === 'DBS' ? findUnverifiedAddress(session) : undefined
    const unmet =
      isProvided && isProven
        ? unverified && { info: unverified.code, details: [unverified.details] }
        : { info: 'MANDATORY_DOCUMENT_NOT_PROVIDED', details: [] }
    return {
      scheme: { type, objective, label },
      requirements_met: unmet === undefined,
      requirements_not_met_info: unmet?.info,
      /** Only in the report, not in the session. */
      requirements_not_met_details: unmet?.details,
    }
  }

  return listProfiles(session.spec).map(({ trust_framework, schemes }) => ({
    trust_framework,
    schemes_compliance: schemes.flatMap((scheme) => {
      if (scheme.type !== 'DBS_RTW') return [evaluate(scheme)]
      // Yoti reports it as its two halves. Alone, RTW is met or the profile is aborted.
      const rightToWork = { ...scheme, type: 'RTW', objective: undefined }
      return [evaluate({ ...scheme, type: 'DBS' }), evaluate(rightToWork, provesRightToWork)]
    }),
  }))
}

/** A basic DBS profile is done without a verified address, but its scheme is not met. */
export function findUnverifiedAddress({ checks }: Session): Failure | undefined {
  const check = checks.find(({ report }) => report?.recommendation.reason === UNVERIFIED_ADDRESS)
  return check && createFailure(UNVERIFIED_ADDRESS, 'IDENTITY_CHECK', check.id, UNVERIFIED_ADDRESS)
}

/** Undefined when the completed session satisfies its profile. */
export function findProfileFailure(session: Session) {
  const failures = [
    ...session.checks.flatMap((check) => findCheckFailure(session, check) ?? []),
    ...session.requirements.flatMap((one) => {
      if (one.type === 'ID_DOCUMENT') return findMissingDocument(session, one) ?? []
      return one.type === 'LIVENESS' ? (findMissingLiveness(session, one) ?? []) : []
    }),
  ]
  const rank = ({ code }: Failure) => [...REASON_CODE_PRIORITY, code].indexOf(code)
  const [mostSevere] = failures.toSorted((one, other) => rank(one) - rank(other))
  if (mostSevere === undefined) return undefined
  return {
    reason_code: mostSevere.code,
    requirements_not_met_details: failures
      .filter(({ code }) => code === mostSevere.code)
      .map(({ details }) => details),
  }
}

/** A rejected liveness attempt does not fail the profile if another attempt passes. */
function findCheckFailure(session: Session, check: Check): Failure | undefined {
  const { type, id, report, resourcesUsed } = check
  if (type === 'LIVENESS' || report === undefined || isApproved(check)) return undefined
  const { reason } = report.recommendation
  const schemes = listSchemes(session.spec)
  const isHigh = schemes.some(isHighAssurance)
  const isBasicDbs = schemes.some(({ type: scheme }) => scheme.startsWith('DBS')) && !isHigh
  if (reason === UNVERIFIED_ADDRESS && isBasicDbs) return undefined
  const code = toReasonCode(type, report, isHigh)
  const [failureType] = DOCUMENT_CHECKS[type] ?? []
  if (failureType === undefined) return createFailure(code, 'IDENTITY_CHECK', id, reason)
  const documents = [...session.idDocuments, ...session.supplementaryDocuments]
  const document = documents.find((one) => resourcesUsed.includes(one.id))
  return createFailure(code, failureType, id, reason, document)
}

function toReasonCode(type: string, { recommendation, breakdown }: Report, isHigh: boolean) {
  const { value, reason = '' } = recommendation
  const isFraud = DOCUMENT_FRAUD_REASONS.includes(reason)
  if (type === 'ID_DOCUMENT_AUTHENTICITY' && isFraud) return 'FRAUD_DETECTED'
  const isAutomatedOnly = breakdown.every(({ sub_check: name }) => name === 'ai_face_match')
  if (type === 'ID_DOCUMENT_FACE_MATCH' && isAutomatedOnly && isHigh) {
    return 'FACE_MATCH_HIGHER_THRESHOLD_VERIFICATION_FAILED'
  }
  return (
    DOCUMENT_CHECKS[type]?.[1] ??
    IDENTITY_CODES_BY_REASON[reason] ??
    (value === 'NOT_AVAILABLE' ? 'UNABLE_TO_COMPLETE_CHECKS' : 'IDENTITY_CHECK_FAILED')
  )
}

/** There is no document, or its text was not extracted and no expert read it. */
function findMissingDocument(session: Session, requirement: Requirement): Failure | undefined {
  const { checks, idDocuments } = session
  const accepted = findAcceptedDocument(idDocuments, requirement)
  // If an expert could not read it either, the check already has the reason.
  const isReported = checks.some(
    ({ type, resourcesUsed: [id] }) =>
      type === 'ID_DOCUMENT_TEXT_DATA_CHECK' && id === accepted?.id,
  )
  if (accepted && (accepted.documentFields !== undefined || isReported)) return undefined
  const last = accepted ?? idDocuments.findLast((one) => one.requirement === requirement)
  const task = last?.tasks[0]
  const reason = task?.recommendation?.reason
  const details = reason?.detail ?? reason?.value
  const code = 'MANDATORY_DOCUMENT_NOT_PROVIDED'
  return createFailure(code, 'ID_DOCUMENT_EXTRACTION', task?.id, details, last)
}

function findMissingLiveness(session: Session, requirement: Requirement): Failure | undefined {
  const { checks, livenessCaptures } = session
  const attempts = livenessCaptures.filter((one) => one.requirement === requirement)
  if (attempts.some(({ passed }) => passed)) return undefined
  const latest = checks.find(
    ({ type, resourcesUsed: [id] }) =>
      type === 'LIVENESS' && attempts.some((attempt) => attempt.id === id),
  )
  return createFailure('MISSING_LIVENESS', 'LIVENESS', latest?.id, 'USER_FAILED_LIVENESS')
}

function createFailure(
  code: string,
  failureType: string,
  auditId: string | undefined,
  reason: string | undefined,
  document?: CapturedDocument,
) {
  const details = {
    failure_type: failureType,
    document_type: document?.documentType,
    document_country_iso_code: document?.issuingCountry,
    audit_id: auditId,
    details: reason,
  }
  return { code, details }
}
