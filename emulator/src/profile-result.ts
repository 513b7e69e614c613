import { formatTime } from './format-time.js'
import { wrapMedia } from './media.js'
import { buildCompliance } from './profile-compliance.js'
import { findProfileFailure } from './profile-failure.js'
import { getSessionState, type Session } from './session.js'

// Yoti aborts the profile of an expired session about two hours later.
const ABANDONED_AFTER_MS = 2 * 3_600_000

/** `identity_profile` or `advanced_identity_profile`. Undefined until the session ends. */
export function buildProfileResult(session: Session, now: number): Record<string, unknown> {
  const { spec, profileReport, profilePreview } = session
  const simple = spec.identity_profile_requirements
  const advanced = spec.advanced_identity_profile_requirements
  const failure = findFailureReason(session, now)
  const subject =
    spec.subject?.subject_id === undefined ? {} : { subject_id: spec.subject.subject_id }
  if (failure !== undefined) {
    const aborted = { ...subject, result: 'ABORTED', failure_reason: failure }
    return {
      ...(simple && { identity_profile: aborted }),
      ...(advanced && { advanced_identity_profile: aborted }),
    }
  }
  if (profileReport === undefined) return {}
  const at = formatTime(profileReport.createdAt)
  const media = { id: profileReport.id, type: profileReport.type, created: at, last_updated: at }
  const compliance = buildCompliance(session)
  const done = { ...subject, result: 'DONE' }
  const preview = profilePreview && wrapMedia(session.media, profilePreview)
  return {
    ...(simple && {
      identity_profile: { ...done, identity_profile_report: { ...compliance[0], media } },
    }),
    ...(advanced && {
      advanced_identity_profile: {
        ...done,
        identity_profile_report: { compliance: compliance.slice(simple ? 1 : 0), media },
      },
    }),
    // Yoti does not document the preview. Here it is the identity without its evidence.
    ...(simple && preview && { identity_profile_preview: preview }),
    ...(advanced && preview && { advanced_identity_profile_preview: preview }),
  }
}

function findFailureReason(session: Session, now: number) {
  if (session.completedAt !== undefined) {
    return session.profileReport === undefined ? findProfileFailure(session) : undefined
  }
  const isAbandoned =
    getSessionState(session, now) === 'EXPIRED' &&
    now >= session.tokenExpiresAt + ABANDONED_AFTER_MS
  return isAbandoned ? { reason_code: 'ABANDONED', requirements_not_met_details: [] } : undefined
}
