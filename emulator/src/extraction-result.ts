import { isExpiredAccepted, isPast } from './document-expiry.js'
import { isDocumentAllowedByFilters } from './allowed-documents.js'
import type { CapturedDocument, Recommendation } from './resource.js'
import type { TaskEntry } from './response-config.js'
import { requestsIdentityProfile } from './session-spec.js'
import type { Session } from './session.js'

/** What reading a document gave. */
export interface ExtractionResult {
  fields?: Record<string, unknown>
  idPhoto?: { contentType: string; content: Buffer }
  recommendation: Recommendation
  /** It turned out to be another document than the end user chose. */
  reclassified?: boolean
}

const TEMPLATE_RECOMMENDATIONS: Record<string, Recommendation> = {
  UNSUPPORTED_DOCUMENT: createRetryRecommendation(
    'MUST_TRY_AGAIN',
    'USER_ERROR',
    'UNSUPPORTED_DOCUMENT',
  ),
  DOCUMENT_IS_EXPIRED: createRetryRecommendation(
    'MUST_TRY_AGAIN',
    'USER_ERROR',
    'DOCUMENT_IS_EXPIRED',
  ),
  // The end user may go on without a retry: then an expert reads it, if the session asks for FALLBACK.
  UNABLE_TO_OCR: createRetryRecommendation('SHOULD_TRY_AGAIN', 'QUALITY'),
}

/** How a template other than SUCCESS ends. */
export function findTemplateRecommendation(
  session: Session,
  template: string,
): Recommendation | undefined {
  const recommendation = TEMPLATE_RECOMMENDATIONS[template]
  // An identity profile has no expert who reads what the machine could not.
  return recommendation && requestsIdentityProfile(session.spec)
    ? { ...recommendation, value: 'MUST_TRY_AGAIN' }
    : recommendation
}

/** What the configuration says comes back, no more: without `document_fields` nothing was read. */
export function buildConfiguredResult(
  session: Session,
  document: CapturedDocument,
  result: NonNullable<TaskEntry['result']>,
  now: number,
): ExtractionResult {
  const issuingCountry = result.detected_country ?? document.issuingCountry
  const documentType = result.detected_document_type ?? document.documentType
  const reclassified =
    issuingCountry !== document.issuingCountry || documentType !== document.documentType
  const { document_fields: fields, document_id_photo: photo } = result
  const detected = { ...document, issuingCountry, documentType }
  const inferred = inferRecommendation(session, detected, fields, now)
  if (result.recommendation === undefined && inferred.value !== 'PROGRESS') {
    return { recommendation: inferred, reclassified }
  }
  const recommendation = result.recommendation ?? inferred
  // Yoti files a document under what it turned out to be.
  if (recommendation.value === 'PROGRESS') Object.assign(document, { issuingCountry, documentType })
  return {
    recommendation,
    reclassified,
    ...(fields === undefined ? {} : { fields }),
    ...(photo === undefined
      ? {}
      : {
          idPhoto: {
            contentType: photo.content_type,
            content: Buffer.from(photo.data, 'base64'),
          },
        }),
  }
}

/** What follows from what was read, where the configuration does not say it. */
function inferRecommendation(
  session: Session,
  detected: CapturedDocument,
  fields: Record<string, unknown> | undefined,
  now: number,
): Recommendation {
  const requirement = session.requirements.find(({ id }) => id === detected.requirementId)
  if (requirement?.type !== 'ID_DOCUMENT') return { value: 'PROGRESS' }
  if (
    !isDocumentAllowedByFilters(requirement.filters, detected.issuingCountry, detected.documentType)
  ) {
    return createRetryRecommendation('MUST_TRY_AGAIN', 'USER_ERROR', 'UNSUPPORTED_DOCUMENT')
  }
  return isPast(fields?.expiration_date, now) && !isExpiredAccepted(session, detected)
    ? createRetryRecommendation('MUST_TRY_AGAIN', 'USER_ERROR', 'DOCUMENT_IS_EXPIRED')
    : { value: 'PROGRESS' }
}

function createRetryRecommendation(
  value: Recommendation['value'],
  reason: string,
  detail?: string,
): Recommendation {
  return { value, reason: { value: reason, ...(detail === undefined ? {} : { detail }) } }
}
