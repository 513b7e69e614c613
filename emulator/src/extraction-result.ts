import { isExpiredAccepted, isPast } from './document-expiry.js'
import { isDocumentAllowedByFilters } from './allowed-documents.js'
import type { CapturedDocument, Recommendation } from './resource.js'
import type { TaskEntry } from './response-config.js'
import { requestsIdentityProfile } from './session-spec.js'
import type { Session } from './session.js'

export interface ExtractionResult {
  fields?: Record<string, unknown>
  idPhoto?: { contentType: string; content: Buffer }
  recommendation: Recommendation
  /** Set when the document is not the one that the user chose. */
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
  // The user may continue without a retry. With FALLBACK, an expert then reads the document.
  UNABLE_TO_OCR: createRetryRecommendation('SHOULD_TRY_AGAIN', 'QUALITY'),
}

export function findTemplateRecommendation(
  session: Session,
  template: string,
): Recommendation | undefined {
  const recommendation = TEMPLATE_RECOMMENDATIONS[template]
  // Identity profiles have no expert review of unreadable text.
  return recommendation && requestsIdentityProfile(session.spec)
    ? { ...recommendation, value: 'MUST_TRY_AGAIN' }
    : recommendation
}

/** Returns only what is configured. Without `document_fields` there is no text. */
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
  // Yoti stores the document with the detected type and country.
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

/** The default when the configuration has no recommendation. */
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
