import type { Check } from './check.js'
import { formatTime } from './format-time.js'
import { wrapMedia, type Media, type MediaById } from './media.js'
import { buildProfileResult } from './profile-result.js'
import type { CapturedDocument, FaceCapture, LivenessCapture, Resource, Task } from './resource.js'
import { stateOf, tokenTtlOf, type Session } from './session.js'

/** The answer of `GET /sessions/{id}`: what is absent is left out, never null; arrays are always there. */
export function buildSessionResult(session: Session, now: number) {
  const { media } = session
  const state = stateOf(session, now)
  const { user_tracking_id: trackingId } = session.spec
  return {
    client_session_token_ttl: tokenTtlOf(session, now),
    session_id: session.id,
    state,
    ...(session.token !== undefined && state === 'ONGOING'
      ? { client_session_token: session.token }
      : {}),
    ...(session.biometricConsentAt !== undefined
      ? { biometric_consent: new Date(session.biometricConsentAt).toISOString() }
      : {}),
    resources: {
      id_documents: session.idDocuments.map((one) => showDocument(media, one)),
      supplementary_documents: session.supplementaryDocuments.map((one) =>
        showDocument(media, one),
      ),
      liveness_capture: session.livenessCaptures.map((one) => showLiveness(media, one)),
      face_capture: session.faceCaptures.map((one) => showFaceCapture(media, one)),
      applicant_profiles: showApplicantProfiles(session),
    },
    checks: session.checks.map((check) => showCheck(media, check)),
    ...buildProfileResult(session, now),
    ...(trackingId === undefined ? {} : { user_tracking_id: trackingId }),
  }
}

function showResource(resource: Resource) {
  return {
    id: resource.id,
    tasks: resource.tasks.map(showTask),
    source: { type: resource.source },
    created_at: formatTime(resource.createdAt),
    last_updated: formatTime(resource.updatedAt),
  }
}

function showTask(task: Task) {
  return {
    type: task.type,
    id: task.id,
    state: task.state,
    created: formatTime(task.createdAt),
    last_updated: formatTime(task.updatedAt),
    generated_checks: task.generatedChecks,
    generated_media: task.generatedMedia.map(showShortMedia),
    ...(task.recommendation === undefined ? {} : { recommendation: task.recommendation }),
  }
}

function showDocument(stored: MediaById, document: CapturedDocument) {
  return {
    ...showResource(document),
    document_type: document.documentType,
    issuing_country: document.issuingCountry,
    pages: document.pages.map((page) => ({
      ...(page.captureMethod === undefined ? {} : { capture_method: page.captureMethod }),
      ...wrapMedia(stored, page.media),
      frames: page.frames.map((frame) => wrapMedia(stored, frame.media)),
    })),
    ...showMedia(stored, 'file', document.file),
    ...showMedia(stored, 'document_fields', document.documentFields),
    ...showMedia(stored, 'document_id_photo', document.documentIdPhoto),
    ...showMedia(stored, 'expanded_document_fields', document.expandedDocumentFields),
  }
}

function showLiveness(stored: MediaById, capture: LivenessCapture) {
  const shown = showResource(capture)
  if (capture.livenessType !== 'STATIC') {
    return {
      ...shown,
      ...showMedia(stored, 'facemap', capture.facemap),
      frames: capture.frames.map((frame) => wrapMedia(stored, frame.media)),
      liveness_type: capture.livenessType,
    }
  }
  // Yoti's Node client throws at an image without media, here and only here.
  const isThere = capture.image !== undefined && stored.has(capture.image.id)
  return {
    ...shown,
    ...(isThere ? showMedia(stored, 'image', capture.image) : {}),
    liveness_type: capture.livenessType,
  }
}

function showFaceCapture(stored: MediaById, capture: FaceCapture) {
  return { ...showResource(capture), ...showMedia(stored, 'image', capture.image) }
}

function showApplicantProfiles({ applicantProfile, media, createdAt }: Session) {
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

function showCheck(stored: MediaById, check: Check) {
  return {
    type: check.type,
    id: check.id,
    state: check.state,
    resources_used: check.resourcesUsed,
    generated_media: check.generatedMedia.map(showShortMedia),
    ...(check.report === undefined ? {} : { report: showReport(stored, check) }),
    created: formatTime(check.createdAt),
    last_updated: formatTime(check.updatedAt),
    ...showMedia(stored, 'generated_profile', check.generatedProfile),
    ...(check.scheme === undefined ? {} : { scheme: check.scheme }),
  }
}

function showReport(stored: MediaById, { report, watchlist }: Check) {
  if (watchlist === undefined) return report
  const rawResults = wrapMedia(stored, watchlist.rawResults)
  return { ...report, watchlist_summary: { ...watchlist.summary, raw_results: rawResults } }
}

function showMedia(stored: MediaById, key: string, media: Media | undefined) {
  return media === undefined ? {} : { [key]: wrapMedia(stored, media) }
}

function showShortMedia({ id, type }: Media) {
  return { id, type }
}
