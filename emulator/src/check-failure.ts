import type { Check, Report } from './check.js'
import type { CapturedDocument } from './resource.js'
import { isHighAssurance, listSchemes } from './session-spec.js'
import type { Session } from './session.js'

export interface ProfileFailure {
  code: string
  details: Record<string, string | undefined>
}

type ToCode = (report: Report, session: Session) => string

const FRAUD_REASONS = [
  'COUNTERFEIT',
  'TAMPERED',
  'FRAUD_LIST_MATCH',
  'DATA_MISMATCH',
  'DOC_NUMBER_INVALID',
]
const CODES_BY_REASON: Partial<Record<string, string>> = {
  SUSPECTED_FRAUD: 'FRAUD_DETECTED',
  SYNECTICS_INDICATED_FRAUD: 'FRAUD_DETECTED',
  UNABLE_TO_VERIFY_ADDRESS: 'COULD_NOT_VERIFY_ADDRESS',
  ADDRESS_MISMATCH: 'COULD_NOT_VERIFY_ADDRESS',
  FAILED_TO_REACH_REQUIRED_IDENTITY_FRAUD_SCORE_2: 'IDENTITY_FRAUD_SCORE_INSUFFICIENT',
  FAILED_TO_REACH_REQUIRED_ACTIVITY_HISTORY_SCORE_3: 'ACTIVITY_HISTORY_SCORE_INSUFFICIENT',
}

// The profile's failure reason by check. All other checks are about the identity.
const FAILURE_RULES: Partial<Record<string, { failureType: string; toCode: ToCode }>> = {
  ID_DOCUMENT_AUTHENTICITY: {
    failureType: 'ID_DOCUMENT_AUTHENTICITY',
    toCode: ({ recommendation: { reason = '' } }) =>
      FRAUD_REASONS.includes(reason) ? 'FRAUD_DETECTED' : 'UNABLE_TO_VALIDATE_DOCUMENT',
  },
  ID_DOCUMENT_TEXT_DATA_CHECK: {
    failureType: 'ID_DOCUMENT_EXTRACTION',
    toCode: () => 'MANDATORY_DOCUMENT_NOT_PROVIDED',
  },
  ID_DOCUMENT_FACE_MATCH: { failureType: 'ID_DOCUMENT_FACE_MATCH', toCode: toFaceMatchCode },
  ID_DOCUMENT_COMPARISON: {
    failureType: 'UNLINKED_DOCUMENT_EVIDENCE',
    toCode: () => 'UNABLE_TO_VALIDATE_DOCUMENT',
  },
  SUPPLEMENTARY_DOCUMENT_TEXT_DATA_CHECK: {
    failureType: 'ID_DOCUMENT_ADDRESS_VERIFICATION',
    toCode: () => 'COULD_NOT_VERIFY_ADDRESS',
  },
}

/** A rejected liveness attempt does not fail the profile if another attempt passes. */
export function findCheckFailures(session: Session, check: Check): ProfileFailure[] {
  const { report, type, id } = check
  if (type === 'LIVENESS' || report === undefined) return []
  if (report.recommendation.value === 'APPROVE') return []
  const about = { audit_id: id, details: report.recommendation.reason }
  const rule = FAILURE_RULES[type]
  if (rule === undefined) {
    return [{ code: toIdentityCode(report), details: { failure_type: 'IDENTITY_CHECK', ...about } }]
  }
  const document = [...session.idDocuments, ...session.supplementaryDocuments].find((one) =>
    check.resourcesUsed.includes(one.id),
  )
  const details = { failure_type: rule.failureType, ...describeDocument(document), ...about }
  return [{ code: rule.toCode(report, session), details }]
}

export function describeDocument(document: CapturedDocument | undefined) {
  return {
    document_type: document?.documentType,
    document_country_iso_code: document?.issuingCountry,
  }
}

function toFaceMatchCode(report: Report, { spec }: Session): string {
  const isAutomatedOnly = report.breakdown.every(({ sub_check: name }) => name === 'ai_face_match')
  return isAutomatedOnly && listSchemes(spec).some(isHighAssurance)
    ? 'FACE_MATCH_HIGHER_THRESHOLD_VERIFICATION_FAILED'
    : 'FACE_MATCH_VERIFICATION_FAILED'
}

function toIdentityCode({ recommendation: { value, reason = '' } }: Report): string {
  return (
    CODES_BY_REASON[reason] ??
    (value === 'NOT_AVAILABLE' ? 'UNABLE_TO_COMPLETE_CHECKS' : 'IDENTITY_CHECK_FAILED')
  )
}
