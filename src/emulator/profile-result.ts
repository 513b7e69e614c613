import type { Check } from './check.js'
import { formatTime } from './format-time.js'
import type { Session } from './session.js'

const FRAUD = ['COUNTERFEIT', 'TAMPERED', 'FRAUD_LIST_MATCH']

/** `identity_profile` or `advanced_identity_profile` of a completed session: all requirements met, or why not. */
export function buildProfileResult(session: Session): Record<string, unknown> {
  const { spec, profileReport } = session
  if (profileReport === undefined) return {}
  const subjectId = spec.subject?.subject_id
  const subject = subjectId === undefined ? {} : { subject_id: subjectId }
  const reasonCode = findFailure(session.checks)
  if (reasonCode !== undefined) {
    const aborted = { ...subject, result: 'ABORTED', failure_reason: { reason_code: reasonCode } }
    return spec.identity_profile_requirements === undefined
      ? { advanced_identity_profile: aborted }
      : { identity_profile: aborted }
  }
  const shared = { ...subject, result: 'DONE' }
  const at = formatTime(profileReport.createdAt)
  const media = { id: profileReport.id, type: profileReport.type, created: at, last_updated: at }
  const simple = spec.identity_profile_requirements
  const advanced = spec.advanced_identity_profile_requirements
  return {
    ...(simple && {
      identity_profile: {
        ...shared,
        identity_profile_report: {
          trust_framework: simple.trust_framework,
          schemes_compliance: [meet(simple.scheme)],
          media,
        },
      },
    }),
    ...(advanced && {
      advanced_identity_profile: {
        ...shared,
        identity_profile_report: {
          compliance: advanced.profiles.map(({ trust_framework: framework, schemes }) => ({
            trust_framework: framework,
            schemes_compliance: schemes.map(meet),
          })),
          media,
        },
      },
    }),
  }
}

/** In Yoti's own order of precedence. */
function findFailure(checks: readonly Check[]): string | undefined {
  const refused = (type: string) =>
    checks.find((check) => check.type === type && check.report?.recommendation.value !== 'APPROVE')
  const document = refused('ID_DOCUMENT_AUTHENTICITY')
  if (document !== undefined) {
    const isFraud = FRAUD.includes(document.report?.recommendation.reason ?? '')
    return isFraud ? 'FRAUD_DETECTED' : 'UNABLE_TO_VALIDATE_DOCUMENT'
  }
  if (refused('ID_DOCUMENT_FACE_MATCH')) return 'FACE_MATCH_VERIFICATION_FAILED'
  const isAlive = checks.some(
    ({ type, report }) => type === 'LIVENESS' && report?.recommendation.value === 'APPROVE',
  )
  if (!isAlive) return 'MISSING_LIVENESS'
  return refused('THIRD_PARTY_IDENTITY_FRAUD_1') ? 'IDENTITY_CHECK_FAILED' : undefined
}

function meet(scheme: { type: string; objective?: string | undefined; label?: unknown }) {
  const { type, objective, label } = scheme
  return { scheme: { type, objective, label }, requirements_met: true }
}
