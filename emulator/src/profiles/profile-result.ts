import { toMediaView, wrapMedia } from '../sessions/media.js'
import { getSessionState, type Session } from '../sessions/session.js'
import { buildCompliance } from './compliance.js'
import { findProfileFailure } from './profile-failure.js'

// Yoti aborts the profile of an expired session about two hours later.
const ABANDONED_AFTER_MS = 2 * 3_600_000

/** `identity_profile` or `advanced_identity_profile`. Empty until the session ends. */
export function buildProfileResult(session: Session): Record<string, unknown> {
  const { profileReport, profilePreview } = session
  const {
    identity_profile_requirements: simple,
    advanced_identity_profile_requirements: advanced,
    subject: { subject_id } = {},
  } = session.spec
  const failure = findFailureReason(session)
  if (failure !== undefined) {
    const aborted = { subject_id, result: 'ABORTED', failure_reason: failure }
    return { identity_profile: simple && aborted, advanced_identity_profile: advanced && aborted }
  }
  if (profileReport === undefined) return {}
  const media = toMediaView(profileReport)
  const compliance = buildCompliance(session).map(({ trust_framework, schemes_compliance }) => ({
    trust_framework,
    schemes_compliance: schemes_compliance.map(
      ({ requirements_not_met_details: _, ...one }) => one,
    ),
  }))
  const done = { subject_id, result: 'DONE' }
  const preview = profilePreview && wrapMedia(profilePreview)
  return {
    identity_profile: simple && {
      ...done,
      identity_profile_report: { ...compliance[0], media },
    },
    advanced_identity_profile: advanced && {
      ...done,
      identity_profile_report: { compliance: compliance.slice(simple ? 1 : 0), media },
    },
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
