import type { LivenessCapture } from '../capture/resource.js'
import type { Check } from '../checks/report.js'
import { buildProfileResult } from '../profiles/profile-result.js'
import { formatTime, isMedia, wrapMedia, type Media } from './media.js'
import { getSessionState, getTokenTtlSeconds, type Session } from './session.js'

/** The response of `GET /sessions/{id}`. JSON omits undefined values. Arrays are always present. */
export function buildSessionResult(session: Session) {
  if (session.importedResult !== undefined) {
    const { id, spec, importedResult } = session
    return { ...importedResult, session_id: id, user_tracking_id: spec.user_tracking_id }
  }
  const state = getSessionState(session)
  const { biometricConsentAt: consentAt, shareCodes, importToken } = session
  return {
    client_session_token_ttl: getTokenTtlSeconds(session),
    session_id: session.id,
    state,
    client_session_token: state === 'ONGOING' ? session.token : undefined,
    biometric_consent: consentAt === undefined ? undefined : new Date(consentAt).toISOString(),
    resources: {
      id_documents: toView(session.idDocuments),
      supplementary_documents: toView(session.supplementaryDocuments),
      liveness_capture: session.livenessCaptures.map(toLivenessView),
      face_capture: toView(session.faceCaptures),
      applicant_profiles: toView(session.applicantProfiles),
      // Only the scheme of share codes has any.
      share_codes: shareCodes.length > 0 ? toView(shareCodes) : undefined,
    },
    checks: session.checks.map(toCheckView),
    ...buildProfileResult(session),
    import_token: importToken && toView(importToken),
    user_tracking_id: session.spec.user_tracking_id,
  }
}

/** As in Yoti's JSON, with its names, and without what only the emulator knows. */
function toView(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toView)
  if (isMedia(value)) return wrapMedia(value)
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).map(([name, inner]: [string, unknown]) => {
    switch (name) {
      case 'requirement':
      case 'passed':
        return {}
      case 'media':
        return wrapMedia(inner as Media | undefined)
      case 'generatedMedia':
        return { generated_media: (inner as Media[]).map(({ id, type }) => ({ id, type })) }
      case 'source':
        return { source: { type: inner } }
      case 'createdAt':
        return { ['state' in value ? 'created' : 'created_at']: formatTime(Number(inner)) }
      case 'updatedAt':
        return { last_updated: formatTime(Number(inner)) }
      default:
        return { [name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)]: toView(inner) }
    }
  })
  return Object.assign({}, ...fields)
}

function toLivenessView({ image, frames, ...capture }: LivenessCapture) {
  const isStatic = capture.livenessType === 'STATIC'
  return toView({
    ...capture,
    // Yoti's Node SDK throws on a STATIC image without media.
    image: isStatic && !image?.isDeleted ? image : undefined,
    frames: isStatic ? undefined : frames,
    // The only value that is known.
    captureType: isStatic && image ? 'PHOTOGRAPH' : undefined,
  })
}

function toCheckView({ watchlist, ...check }: Check) {
  const { summary, rawResults } = watchlist ?? {}
  const watchlist_summary = summary && { ...summary, raw_results: wrapMedia(rawResults) }
  const report = check.report && { ...check.report, watchlist_summary }
  return Object.assign({}, toView(check), { report })
}
