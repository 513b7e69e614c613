import type { Check } from './check.js'
import { formatTime } from './format-time.js'
import { wrapMedia, type Media, type MediaById } from './media.js'
import { buildProfileResult } from './profile-result.js'
import type { CapturedDocument, FaceCapture, LivenessCapture, Resource, Task } from './resource.js'
import { getSessionState, getTokenTtlSeconds, type Session } from './session.js'

/** The response of `GET /sessions/{id}`. Missing values have no key. Arrays are always present. */
export function buildSessionResult(session: Session, now: number) {
  const { media } = session
  const state = getSessionState(session, now)
  const { user_tracking_id: trackingId } = session.spec
  return {
    client_session_token_ttl: getTokenTtlSeconds(session, now),
    session_id: session.id,
    state,
    ...(session.token !== undefined && state === 'ONGOING'
      ? { client_session_token: session.token }
      : {}),
    ...(session.biometricConsentAt !== undefined
      ? { biometric_consent: new Date(session.biometricConsentAt).toISOString() }
      : {}),
    resources: {
      id_documents: session.idDocuments.map((one) => toDocumentView(media, one)),
      supplementary_documents: session.supplementaryDocuments.map((one) =>
        toDocumentView(media, one),
      ),
      liveness_capture: session.livenessCaptures.map((one) => toLivenessView(media, one)),
      face_capture: session.faceCaptures.map((one) => toFaceCaptureView(media, one)),
      applicant_profiles: toApplicantProfileViews(session),
    },
    checks: session.checks.map((check) => toCheckView(media, check)),
    ...buildProfileResult(session, now),
    ...(trackingId === undefined ? {} : { user_tracking_id: trackingId }),
  }
}

function toResourceView(resource: Resource) {
  return {
    id: resource.id,
    tasks: resource.tasks.map(toTaskView),
    source: { type: resource.source },
    created_at: formatTime(resource.createdAt),
    last_updated: formatTime(resource.updatedAt),
  }
}

function toTaskView(task: Task) {
  return {
    type: task.type,
    id: task.id,
    state: task.state,
    created: formatTime(task.createdAt),
    last_updated: formatTime(task.updatedAt),
    generated_checks: task.generatedChecks,
    generated_media: task.generatedMedia.map(toMediaReference),
    ...(task.recommendation === undefined ? {} : { recommendation: task.recommendation }),
  }
}

function toDocumentView(stored: MediaById, document: CapturedDocument) {
  return {
    ...toResourceView(document),
    document_type: document.documentType,
    issuing_country: document.issuingCountry,
    pages: document.pages.map((page) => ({
      ...(page.captureMethod === undefined ? {} : { capture_method: page.captureMethod }),
      ...wrapMedia(stored, page.media),
      frames: page.frames.map((frame) => wrapMedia(stored, frame.media)),
    })),
    ...toMediaProperty(stored, 'file', document.file),
    ...toMediaProperty(stored, 'document_fields', document.documentFields),
    ...toMediaProperty(stored, 'document_id_photo', document.documentIdPhoto),
    ...toMediaProperty(stored, 'expanded_document_fields', document.expandedDocumentFields),
  }
}

function toLivenessView(stored: MediaById, capture: LivenessCapture) {
  const resourceView = toResourceView(capture)
  if (capture.livenessType !== 'STATIC') {
    return {
      ...resourceView,
      ...toMediaProperty(stored, 'facemap', capture.facemap),
      frames: capture.frames.map((frame) => wrapMedia(stored, frame.media)),
      liveness_type: capture.livenessType,
    }
  }
  // Yoti's Node SDK throws on an image without media here.
  const hasImage = capture.image !== undefined && stored.has(capture.image.id)
  return {
    ...resourceView,
    ...(hasImage ? toMediaProperty(stored, 'image', capture.image) : {}),
    liveness_type: capture.livenessType,
  }
}

function toFaceCaptureView(stored: MediaById, capture: FaceCapture) {
  return { ...toResourceView(capture), ...toMediaProperty(stored, 'image', capture.image) }
}

function toApplicantProfileViews({ applicantProfile, media, createdAt }: Session) {
  if (applicantProfile === undefined) return []
  const at = formatTime(createdAt)
  return [
    {
      id: applicantProfile.id,
      tasks: [],
      source: { type: 'RELYING_BUSINESS' },
      created_at: at,
      last_updated: at,
      ...wrapMedia(media, applicantProfile.media),
    },
  ]
}

function toCheckView(stored: MediaById, check: Check) {
  return {
    type: check.type,
    id: check.id,
    state: check.state,
    resources_used: check.resourcesUsed,
    generated_media: check.generatedMedia.map(toMediaReference),
    ...(check.report === undefined ? {} : { report: toReportView(stored, check) }),
    created: formatTime(check.createdAt),
    last_updated: formatTime(check.updatedAt),
    ...toMediaProperty(stored, 'generated_profile', check.generatedProfile),
    ...(check.scheme === undefined ? {} : { scheme: check.scheme }),
  }
}

function toReportView(stored: MediaById, { report, watchlist }: Check) {
  if (watchlist === undefined) return report
  const rawResults = wrapMedia(stored, watchlist.rawResults)
  return { ...report, watchlist_summary: { ...watchlist.summary, raw_results: rawResults } }
}

function toMediaProperty(stored: MediaById, key: string, media: Media | undefined) {
  return media === undefined ? {} : { [key]: wrapMedia(stored, media) }
}

function toMediaReference({ id, type }: Media) {
  return { id, type }
}
