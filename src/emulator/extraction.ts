import type { Background } from './background.js'
import { addJsonMedia, addMedia } from './media.js'
import { buildDocumentFields, buildSupplementaryFields } from './people/document-fields.js'
import { pickPerson } from './people/person.js'
import type { CapturedDocument, Recommendation, Task } from './resource.js'
import {
  listTaskEntries,
  matchesDocument,
  takeEntry,
  type ResponseConfig,
  type TaskEntry,
} from './response-config.js'
import { findRequestedTask } from './session-spec.js'
import type { Session } from './session.js'

export const ID_EXTRACTION = 'ID_DOCUMENT_TEXT_DATA_EXTRACTION'
export const SUPPLEMENTARY_EXTRACTION = 'SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION'

interface Extracted {
  fields?: Record<string, unknown>
  idPhoto?: { contentType: string; content: Buffer }
  recommendation: Recommendation
  /** It turned out to be another document than the end user chose. */
  reclassified?: boolean
}

export interface ExtractionOutcome {
  recommendation: Recommendation
  reclassified: boolean
}

export interface Extractor {
  /** Reads the document, after as long as reading takes, and says how the end user goes on. */
  extract(
    session: Session,
    document: CapturedDocument,
    config: ResponseConfig | undefined,
  ): Promise<ExtractionOutcome>
}

const TEMPLATE_RECOMMENDATIONS: Record<string, Recommendation> = {
  UNSUPPORTED_DOCUMENT: tryAgain('MUST_TRY_AGAIN', 'USER_ERROR', 'UNSUPPORTED_DOCUMENT'),
  DOCUMENT_IS_EXPIRED: tryAgain('MUST_TRY_AGAIN', 'USER_ERROR', 'DOCUMENT_IS_EXPIRED'),
  // The end user may go on without a retry: then an expert reads it, if the session asks for FALLBACK.
  UNABLE_TO_OCR: tryAgain('SHOULD_TRY_AGAIN', 'QUALITY'),
}

export function createExtractor(parts: {
  background: Background
  portraits: ReadonlyMap<string, Buffer>
}): Extractor {
  const { background, portraits } = parts

  function judge(
    session: Session,
    document: CapturedDocument,
    entry: TaskEntry | undefined,
  ): Extracted {
    const template = entry?.result_template ?? 'SUCCESS'
    const recommendation = TEMPLATE_RECOMMENDATIONS[template]
    if (recommendation !== undefined) return { recommendation }
    return entry?.result === undefined
      ? readSpecimen(session, document)
      : readConfigured(entry.result, document)
  }

  function readSpecimen(session: Session, document: CapturedDocument): Extracted {
    const person = pickPerson(session.id)
    const { issuingCountry, documentType } = document
    const recommendation: Recommendation = { value: 'PROGRESS' }
    if (!session.idDocuments.includes(document)) {
      const fields = buildSupplementaryFields(
        person,
        issuingCountry,
        documentType,
        background.now(session),
      )
      return { fields, recommendation }
    }
    const fields = buildDocumentFields(
      person,
      issuingCountry,
      documentType,
      background.now(session),
    )
    const portrait = portraits.get(person.id)
    return portrait === undefined
      ? { fields, recommendation }
      : { fields, recommendation, idPhoto: { contentType: 'image/png', content: portrait } }
  }

  return {
    async extract(session, document, config) {
      const task = document.tasks[0]
      if (task === undefined) {
        return { recommendation: { value: 'PROGRESS' }, reclassified: false }
      }
      task.state = 'PENDING'
      const entry = takeEntry(listTaskEntries(config, task.type), session.usedEntries, (one) =>
        matchesDocument(one.document_filter, document),
      )
      await background.wait(
        session,
        entry === undefined || entry.response_delay === 0
          ? background.timeline.textExtraction
          : entry.response_delay * 1000,
      )
      const extracted = judge(session, document, entry)
      store(session, document, task, extracted, background.now(session))
      background.notify(session, 'task_completion', { task_id: task.id })
      const { recommendation, reclassified = false } = extracted
      return { recommendation, reclassified }
    },
  }
}

/** What the configuration says comes back, no more: without `document_fields` nothing was read. */
function readConfigured(
  result: NonNullable<TaskEntry['result']>,
  document: CapturedDocument,
): Extracted {
  const recommendation = result.recommendation ?? { value: 'PROGRESS' }
  const country = result.detected_country ?? document.issuingCountry
  const documentType = result.detected_document_type ?? document.documentType
  const reclassified = country !== document.issuingCountry || documentType !== document.documentType
  if (recommendation.value === 'PROGRESS') {
    // Yoti files a document under what it turned out to be.
    document.issuingCountry = country
    document.documentType = documentType
  }
  const { document_fields: fields, document_id_photo: photo } = result
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

function store(
  session: Session,
  document: CapturedDocument,
  task: Task,
  extracted: Extracted,
  now: number,
): void {
  const { fields, idPhoto, recommendation } = extracted
  task.recommendation = recommendation
  task.state = recommendation.value === 'PROGRESS' ? 'DONE' : 'FAILED'
  task.updatedAt = document.updatedAt = now
  if (fields !== undefined) {
    document.documentFields = addJsonMedia(session.media, fields, now)
    task.generatedMedia.push(document.documentFields)
    if (isExpanded(session, task.type)) {
      document.expandedDocumentFields = addJsonMedia(session.media, expandFields(fields), now)
      task.generatedMedia.push(document.expandedDocumentFields)
    }
  }
  if (idPhoto !== undefined) document.documentIdPhoto = addMedia(session.media, idPhoto, now)
}

function isExpanded(session: Session, taskType: string): boolean {
  return findRequestedTask(session.spec, taskType)?.config?.create_expanded_document_fields === true
}

function expandFields(fields: Record<string, unknown>) {
  const printed = Object.entries(fields).filter(([, value]) => typeof value === 'string')
  return {
    fields: printed.map(([name, value]) => ({ name, value, locale: 'la', source: 'VIZ' })),
  }
}

function tryAgain(value: Recommendation['value'], reason: string, detail?: string): Recommendation {
  return { value, reason: { value: reason, ...(detail === undefined ? {} : { detail }) } }
}
