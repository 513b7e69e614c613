import { toMediaView, wrapMedia } from '../sessions/media.js'
import { getSessionState, type Session } from '../sessions/session.js'
import { buildCompliance, findProfileFailure } from './compliance.js'

// Yoti aborts the profile of an expired session about two hours later.
const ABANDONED_AFTER_MS = 2 * 3_600_000

/** `identity_profile` or `advanced_identity_profile`. Empty until the session ends. */
export function buildProfileResult(session: Session): Record<string, unknown> {
  const { spec, profileReport, profilePreview } = session
  const { identity_profile_requirements: simple, subject: { subject_id } = {} } = spec
  const { advanced_identity_profile_requirements: advanced } = spec
  const failure_reason = findFailureReason(session)
  if (failure_reason !== undefined) {
    const aborted = { subject_id, result: 'ABORTED', failure_reason }
    return { identity_profile: simple && aborted, advanced_identity_profile: advanced && aborted }
  }
  if (profileReport === undefined) return {}
  const media = toMediaView(profileReport)
  const compliance = buildCompliance(session).map(({ schemes_compliance: schemes, ...one }) => ({
    ...one,
    schemes_compliance: schemes.map(({ requirements_not_met_details: _, ...scheme }) => scheme),
  }))
  const finish = (report: object) => ({
    subject_id,
    result: 'DONE',
    identity_profile_report: { ...report, media },
  })
  const preview = profilePreview && wrapMedia(profilePreview)
  return {
    identity_profile: simple && finish({ ...compliance[0] }),
    advanced_identity_profile: advanced && finish({ compliance: compliance.slice(simple ? 1 : 0) }),
    // Yoti does not document the preview. Here it is the identity without its evidence.
    identity_profile_preview: simple && preview,
    advanced_identity_profile_preview: advanced && preview,
  }
}

function findFailureReason(session: Session) {
  if (session.completedAt !== undefined) {
    return session.profileReport === undefined ? findProfileFailure(session) : undefined
  }
  const isAbandoned =
    getSessionState(session) === 'EXPIRED' &&
    session.clock.now() >= session.tokenExpiresAt + ABANDONED_AFTER_MS
  return isAbandoned ? { reason_code: 'ABANDONED', requirements_not_met_details: [] } : undefined
}
