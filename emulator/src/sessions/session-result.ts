import type { CapturedDocument, LivenessCapture, Resource, Task } from '../capture/resource.js'
import type { Check } from '../checks/report.js'
import { buildProfileResult } from '../profiles/profile-result.js'
import { formatTime, wrapMedia, type Media } from './media.js'
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
      id_documents: session.idDocuments.map(toDocumentView),
      supplementary_documents: session.supplementaryDocuments.map(toDocumentView),
      liveness_capture: session.livenessCaptures.map(toLivenessView),
      face_capture: session.faceCaptures.map((capture) => ({
        ...toResourceView(capture),
        image: wrapMedia(capture.image),
      })),
      applicant_profiles: session.applicantProfiles.map(({ id, source, media }) => {
        const { createdAt } = media
        const resource = { id, tasks: [], source, createdAt, updatedAt: createdAt }
        return { ...toResourceView(resource), ...wrapMedia(media) }
      }),
      // Only the scheme of share codes has any.
      share_codes: shareCodes.length > 0 ? shareCodes.map(toShareCodeView) : undefined,
    },
    checks: session.checks.map(toCheckView),
    ...buildProfileResult(session),
    import_token: importToken && {
      ...wrapMedia(importToken.media),
      failure_reason: importToken.failureReason,
    },
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
      frames: frames.map((frame) => wrapMedia(frame.media) ?? {}),
      extraction_image_ids: extractionImageIds,
    })),
    file: wrapMedia(document.file),
    document_fields: wrapMedia(document.documentFields),
    document_id_photo: wrapMedia(document.documentIdPhoto),
    expanded_document_fields: wrapMedia(document.expandedDocumentFields),
  }
}

function toLivenessView(capture: LivenessCapture) {
  const { livenessType: type, image, facemap, frames } = capture
  return {
    ...toResourceView(capture),
    // Yoti's Node SDK throws on a STATIC image without media.
    image: type === 'STATIC' && !image?.isDeleted ? wrapMedia(image) : undefined,
    facemap: wrapMedia(facemap),
    frames: type === 'STATIC' ? undefined : frames.map((frame) => wrapMedia(frame.media) ?? {}),
    liveness_type: type,
    // The only value that is known.
    capture_type: type === 'STATIC' && image ? 'PHOTOGRAPH' : undefined,
  }
}

function toShareCodeView(shareCode: Session['shareCodes'][number]) {
  return {
    ...toResourceView(shareCode),
    lookup_profile: wrapMedia(shareCode.lookupProfile),
    returned_profile: wrapMedia(shareCode.returnedProfile),
    id_photo: wrapMedia(shareCode.idPhoto),
    file: wrapMedia(shareCode.file),
  }
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
    generated_profile: wrapMedia(check.generatedProfile),
    scheme: check.scheme,
    config: check.config,
  }
}

function toMediaReference({ id, type }: Media) {
  return { id, type }
}
