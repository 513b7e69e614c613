import { scheduleCompletion } from '../checks/run-checks.js'
import {
  listTaskEntries,
  matchesDocument,
  takeEntry,
  type TaskEntry,
  type TaskRecommendation,
  findPerson,
} from '../checks/response-config.js'
import { buildDocumentFields, buildSupplementaryFields } from '../people/document-fields.js'
import { expandFields } from '../people/expanded-fields.js'
import { readPortrait } from '../people/specimen.js'
import { addJsonMedia, addMedia, type NewMedia } from '../sessions/media.js'
import { findRequestedTask, requestsIdentityProfile } from '../sessions/session-spec.js'
import { waitForResponse, type Session } from '../sessions/session.js'
import { countAttemptsLeft, evaluateExpiry } from './requirement-state.js'
import type { CapturedDocument, Task } from './resource.js'
import { isDocumentAllowedByFilters } from './supported-documents.js'

interface ExtractionResult {
  recommendation: TaskRecommendation
  fields?: Record<string, unknown> | undefined
  idPhoto?: NewMedia | undefined
  /** Set when the document is not the one that the user chose. */
  reclassified?: boolean
}

// Specimens are valid for eight more years.
const NINE_YEARS_MS = 9 * 365.25 * 86_400_000

const PROGRESS: TaskRecommendation = { value: 'PROGRESS' }
// The user may continue without a retry. With FALLBACK, an expert then reads the document.
const UNREADABLE: TaskRecommendation = { value: 'SHOULD_TRY_AGAIN', reason: { value: 'QUALITY' } }

const reject = (detail: string): TaskRecommendation => ({
  value: 'MUST_TRY_AGAIN',
  reason: { value: 'USER_ERROR', detail },
})

/** Resolves after the delay of the timeline, with the user's next step. */
export async function extractText(
  session: Session,
  document: CapturedDocument,
): Promise<TaskRecommendation> {
  const [task] = document.tasks
  if (task === undefined) return PROGRESS
  task.state = 'PENDING'
  const entries = listTaskEntries(session, task.type)
  const entry = takeEntry(session, entries, ({ document_filter: filter }) =>
    matchesDocument(filter, document),
  )
  await waitForResponse(session, entry, session.timeline.textExtraction)
  const result = evaluateDocument(session, document, entry)
  const { recommendation } = result
  const isRead = recommendation.value === 'PROGRESS'
  task.recommendation = recommendation
  task.state = isRead ? 'DONE' : 'FAILED'
  task.updatedAt = document.updatedAt = session.clock.now()
  storeResult(session, document, task, result)
  session.notify(session, 'task_completion', { task_id: task.id })
  if (!isRead) countAttempt(session, document, result)
  return recommendation
}

function evaluateDocument(
  session: Session,
  document: CapturedDocument,
  entry: TaskEntry | undefined,
): ExtractionResult {
  const template = entry?.result_template
  const isOld = template === 'DOCUMENT_IS_EXPIRED'
  const isLetter = document.requirement.type === 'SUPPLEMENTARY_DOCUMENT'
  if (template === 'UNSUPPORTED_DOCUMENT' || (isOld && isLetter)) {
    return { recommendation: reject(template) }
  }
  if (template === 'UNABLE_TO_OCR') {
    // Identity profiles have no expert review of unreadable text.
    return requestsIdentityProfile(session.spec)
      ? { recommendation: { ...UNREADABLE, value: 'MUST_TRY_AGAIN' } }
      : { recommendation: UNREADABLE }
  }
  const configured = isOld ? undefined : entry?.result
  const time = session.clock.now() - (isOld ? NINE_YEARS_MS : 0)
  const { fields, idPhoto } =
    configured === undefined ? readSpecimen(session, document, time) : readConfigured(configured)
  const {
    detected_country: issuingCountry = document.issuingCountry,
    detected_document_type: documentType = document.documentType,
    recommendation: chosen,
  } = configured ?? {}
  const reclassified =
    issuingCountry !== document.issuingCountry || documentType !== document.documentType
  const detected = { ...document, issuingCountry, documentType }
  const recommendation = chosen ?? inferRecommendation(session, detected, fields)
  if (chosen === undefined && recommendation.value !== 'PROGRESS') {
    return { recommendation, reclassified }
  }
  // Yoti stores the document with the detected type and country.
  if (recommendation.value === 'PROGRESS') Object.assign(document, { issuingCountry, documentType })
  return { recommendation, reclassified, fields, idPhoto }
}

/** The specimen as issued at that time, so an old one has expired. */
function readSpecimen(session: Session, document: CapturedDocument, time: number) {
  const person = findPerson(session)
  const { issuingCountry, documentType, requirement } = document
  return requirement.type === 'SUPPLEMENTARY_DOCUMENT'
    ? { fields: buildSupplementaryFields(person, issuingCountry, documentType, time) }
    : {
        fields: buildDocumentFields(person, issuingCountry, documentType, time),
        idPhoto: readPortrait(person),
      }
}

/** Only what is configured. Without `document_fields` there is no text. */
function readConfigured(result: NonNullable<TaskEntry['result']>) {
  const { document_fields: fields, document_id_photo: photo } = result
  const content = photo && Buffer.from(photo.data, 'base64')
  return { fields, idPhoto: content && { contentType: photo.content_type, content } }
}

/** The default when the configuration has no recommendation. */
function inferRecommendation(
  session: Session,
  detected: CapturedDocument,
  fields: Record<string, unknown> | undefined,
): TaskRecommendation {
  const { requirement, issuingCountry, documentType } = detected
  if (requirement.type !== 'ID_DOCUMENT') return PROGRESS
  if (!isDocumentAllowedByFilters(requirement.filters, issuingCountry, documentType)) {
    return reject('UNSUPPORTED_DOCUMENT')
  }
  const expiry = evaluateExpiry(detected, fields, session.clock.now())
  return expiry === 'EXPIRED' ? reject('DOCUMENT_IS_EXPIRED') : PROGRESS
}

function storeResult(
  session: Session,
  document: CapturedDocument,
  task: Task,
  { fields, idPhoto }: ExtractionResult,
): void {
  if (idPhoto !== undefined) document.documentIdPhoto = addMedia(session, idPhoto)
  if (fields === undefined) return
  document.documentFields = addJsonMedia(session, fields)
  task.generatedMedia.push(document.documentFields)
  // Yoti does not say which images: here the page itself, without its extra frames.
  for (const page of document.pages) page.extractionImageIds = page.media ? [page.media.id] : []
  const config = findRequestedTask(session.spec, task.type)?.config
  if (config?.create_expanded_document_fields !== true) return
  const { issuingCountry, documentType } = document
  const expanded = expandFields(fields, issuingCountry, documentType)
  document.expandedDocumentFields = addJsonMedia(session, expanded)
  task.generatedMedia.push(document.expandedDocumentFields)
}

function countAttempt(
  session: Session,
  { requirement }: CapturedDocument,
  { reclassified, recommendation }: ExtractionResult,
): void {
  if (requirement.type !== 'ID_DOCUMENT') return
  const category = reclassified ? 'RECLASSIFICATION' : 'GENERIC'
  const left = requirement.attemptsLeft[category] ?? 0
  requirement.attemptsLeft[category] = Math.max(0, left - 1)
  const isOver =
    recommendation.value === 'MUST_TRY_AGAIN' && countAttemptsLeft(session, requirement) === 0
  // A profile without its document completes the session, after the client has reported its error.
  if (isOver && requestsIdentityProfile(session.spec)) scheduleCompletion(session)
}
