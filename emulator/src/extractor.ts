import type { Background } from './background.js'
import { completeSession } from './complete-session.js'
import { isExpiredAccepted } from './document-expiry.js'
import { addJsonMedia, addMedia } from './media.js'
import { buildDocumentFields, buildSupplementaryFields } from './people/document-fields.js'
import { expandFields } from './people/expanded-fields.js'
import { pickPerson } from './people/person.js'
import {
  buildConfiguredResult,
  findTemplateRecommendation,
  type ExtractionResult,
} from './extraction-result.js'
import { isOutOfAttempts } from './requirement.js'
import type { CapturedDocument, Recommendation, Task } from './resource.js'
import {
  listTaskEntries,
  matchesDocument,
  takeEntry,
  type ResponseConfig,
  type TaskEntry,
} from './response-config.js'
import { requestsIdentityProfile, findRequestedTask } from './session-spec.js'
import type { Session } from './session.js'

export const ID_DOCUMENT_EXTRACTION_TASK = 'ID_DOCUMENT_TEXT_DATA_EXTRACTION'
export const SUPPLEMENTARY_DOCUMENT_EXTRACTION_TASK = 'SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION'

// Specimens are valid for eight more years.
const NINE_YEARS_MS = 9 * 365.25 * 86_400_000

export interface Extractor {
  /** Resolves after the delay of the timeline, with the user's next step. */
  extract(
    session: Session,
    document: CapturedDocument,
    config: ResponseConfig | undefined,
  ): Promise<Recommendation>
}

export function createExtractor(dependencies: {
  background: Background
  portraits: ReadonlyMap<string, Buffer>
}): Extractor {
  const { background, portraits } = dependencies

  function buildResult(
    session: Session,
    document: CapturedDocument,
    entry: TaskEntry | undefined,
  ): ExtractionResult {
    const template = entry?.result_template ?? 'SUCCESS'
    const isIdDocument = session.idDocuments.includes(document)
    if (
      template === 'DOCUMENT_IS_EXPIRED' &&
      isIdDocument &&
      isExpiredAccepted(session, document)
    ) {
      return extractSpecimen(session, document, background.now(session) - NINE_YEARS_MS)
    }
    const recommendation = findTemplateRecommendation(session, template)
    if (recommendation !== undefined) return { recommendation }
    return entry?.result === undefined
      ? extractSpecimen(session, document, background.now(session))
      : buildConfiguredResult(session, document, entry.result, background.now(session))
  }

  /** The specimen as issued at that time, so an old one has expired. */
  function extractSpecimen(
    session: Session,
    document: CapturedDocument,
    time: number,
  ): ExtractionResult {
    const person = pickPerson(session.id)
    const { issuingCountry, documentType } = document
    const recommendation: Recommendation = { value: 'PROGRESS' }
    if (!session.idDocuments.includes(document)) {
      const fields = buildSupplementaryFields(person, issuingCountry, documentType, time)
      return { fields, recommendation }
    }
    const fields = buildDocumentFields(person, issuingCountry, documentType, time)
    const portrait = portraits.get(person.id)
    return portrait === undefined
      ? { fields, recommendation }
      : { fields, recommendation, idPhoto: { contentType: 'image/png', content: portrait } }
  }

  function countAttempt(
    session: Session,
    document: CapturedDocument,
    result: ExtractionResult,
  ): void {
    const requirement = session.requirements.find(({ id }) => id === document.requirementId)
    if (requirement?.type !== 'ID_DOCUMENT') return
    const category = result.reclassified ? 'RECLASSIFICATION' : 'GENERIC'
    const left = requirement.attemptsLeft[category] ?? 0
    requirement.attemptsLeft[category] = Math.max(0, left - 1)
    const isOver =
      result.recommendation.value === 'MUST_TRY_AGAIN' && isOutOfAttempts(session, requirement)
    if (!isOver || !requestsIdentityProfile(session.spec)) return
    // A profile without its document completes the session. The delay lets the client report its error first.
    background.schedule(session, background.timeline.automatedChecks, () => {
      completeSession(session, background)
    })
  }

  return {
    async extract(session, document, config) {
      const task = document.tasks[0]
      if (task === undefined) {
        return { value: 'PROGRESS' }
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
      const result = buildResult(session, document, entry)
      storeResult(session, document, task, result, background.now(session))
      background.notify(session, 'task_completion', { task_id: task.id })
      if (result.recommendation.value !== 'PROGRESS') countAttempt(session, document, result)
      return result.recommendation
    },
  }
}

function storeResult(
  session: Session,
  document: CapturedDocument,
  task: Task,
  result: ExtractionResult,
  now: number,
): void {
  const { fields, idPhoto, recommendation } = result
  task.recommendation = recommendation
  task.state = recommendation.value === 'PROGRESS' ? 'DONE' : 'FAILED'
  task.updatedAt = document.updatedAt = now
  if (fields !== undefined) {
    document.documentFields = addJsonMedia(session.media, fields, now)
    task.generatedMedia.push(document.documentFields)
    if (requestsExpandedFields(session, task.type)) {
      const { issuingCountry, documentType } = document
      const expanded = expandFields(fields, issuingCountry, documentType)
      document.expandedDocumentFields = addJsonMedia(session.media, expanded, now)
      task.generatedMedia.push(document.expandedDocumentFields)
    }
  }
  if (idPhoto !== undefined) document.documentIdPhoto = addMedia(session.media, idPhoto, now)
}

function requestsExpandedFields(session: Session, taskType: string): boolean {
  return findRequestedTask(session.spec, taskType)?.config?.create_expanded_document_fields === true
}
