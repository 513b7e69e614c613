import type {
  CapturedDocument,
  FaceCapture,
  LivenessCapture,
  Resource,
  ShareCode,
  Task,
} from '../capture/resource.js'
import type { Check } from '../checks/report.js'
import { buildProfileResult } from '../profiles/profile-result.js'
import { formatTime, wrapMedia, type Media } from './media.js'
import {
  getSessionState,
  getTokenTtlSeconds,
  type Session,
  type SuppliedProfile,
} from './session.js'

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
      id_documents: session.idDocuments.map(toDocumentView),
      supplementary_documents: session.supplementaryDocuments.map(toDocumentView),
      liveness_capture: session.livenessCaptures.map(toLivenessView),
      face_capture: session.faceCaptures.map(toFaceCaptureView),
      applicant_profiles: session.applicantProfiles.map(toProfileView),
      // Only the scheme of share codes has any.
      share_codes: shareCodes.length > 0 ? shareCodes.map(toShareCodeView) : undefined,
    },
    checks: session.checks.map(toCheckView),
    ...buildProfileResult(session),
    import_token: importToken && toImportTokenView(importToken),
    user_tracking_id: session.spec.user_tracking_id,
  }
}

function toResourceView(resource: Omit<Resource, 'requirement'>) {
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
    recommendation: task.recommendation,
  }
}

function toDocumentView(document: CapturedDocument) {
  return {
    ...toResourceView(document),
    document_type: document.documentType,
    issuing_country: document.issuingCountry,
    pages: document.pages.map(({ captureMethod, media, frames, extractionImageIds }) => ({
      capture_method: captureMethod,
      ...wrapMedia(media),
      frames: frames.map((frame) => wrapMedia(frame.media)),
      extraction_image_ids: extractionImageIds,
    })),
    file: wrapIfCaptured(document.file),
    document_fields: wrapIfCaptured(document.documentFields),
    document_id_photo: wrapIfCaptured(document.documentIdPhoto),
    expanded_document_fields: wrapIfCaptured(document.expandedDocumentFields),
  }
}

function toLivenessView(capture: LivenessCapture) {
  const { livenessType: type, image, facemap, frames } = capture
  return {
    ...toResourceView(capture),
    // Yoti's Node SDK throws on a STATIC image without media.
    image: type === 'STATIC' && !image?.isDeleted ? wrapIfCaptured(image) : undefined,
    facemap: wrapIfCaptured(facemap),
    frames: type === 'STATIC' ? undefined : frames.map((frame) => wrapMedia(frame.media)),
    liveness_type: type,
    // The only value that is known.
    capture_type: type === 'STATIC' && image ? 'PHOTOGRAPH' : undefined,
  }
}

function toFaceCaptureView(capture: FaceCapture) {
  return { ...toResourceView(capture), image: wrapIfCaptured(capture.image) }
}

function toProfileView({ id, source, media }: SuppliedProfile) {
  const { createdAt } = media
  const view = toResourceView({ id, tasks: [], source, createdAt, updatedAt: createdAt })
  return { ...view, ...wrapMedia(media) }
}

function toShareCodeView(shareCode: ShareCode) {
  return {
    ...toResourceView(shareCode),
    lookup_profile: wrapMedia(shareCode.lookupProfile),
    returned_profile: wrapIfCaptured(shareCode.returnedProfile),
    id_photo: wrapIfCaptured(shareCode.idPhoto),
    file: wrapIfCaptured(shareCode.file),
  }
}

function toImportTokenView(token: NonNullable<Session['importToken']>) {
  return 'media' in token ? wrapMedia(token.media) : { failure_reason: token.failureReason }
}

function toCheckView({ report, watchlist, ...check }: Check) {
  return {
    type: check.type,
    id: check.id,
    state: check.state,
    resources_used: check.resourcesUsed,
    generated_media: check.generatedMedia.map(toMediaReference),
    report: report && {
      ...report,
      watchlist_summary: watchlist && {
        ...watchlist.summary,
        raw_results: wrapMedia(watchlist.rawResults),
      },
    },
    created: formatTime(check.createdAt),
    last_updated: formatTime(check.updatedAt),
    generated_profile: wrapIfCaptured(check.generatedProfile),
    scheme: check.scheme,
    config: check.config,
  }
}

function wrapIfCaptured(media: Media | undefined) {
  return media && wrapMedia(media)
}

function toMediaReference({ id, type }: Media) {
  return { id, type }
}
