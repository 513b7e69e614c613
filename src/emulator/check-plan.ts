import { TEXT_DATA_CHECKS } from './check-outcome.js'
import { findAcceptedDocument } from './requirement.js'
import type { CapturedDocument, Resource } from './resource.js'
import { findRequestedCheck, findRequestedTask } from './session-spec.js'
import type { Session } from './session.js'
import type { Timeline } from './timeline.js'

/** A check to create when the end user has finished. */
export interface PlannedCheck {
  type: string
  document?: CapturedDocument | undefined
  /** The second document of a comparison. */
  secondDocument?: CapturedDocument | undefined
  resources: Resource[]
}

/** Which checks follow from what was asked and what was captured. Liveness is judged with each attempt. */
export function planChecks(session: Session): PlannedCheck[] {
  const documents = listAccepted(session, session.idDocuments)
  const supplementary = listAccepted(session, session.supplementaryDocuments)
  const face = session.livenessCaptures.find(({ passed }) => passed) ?? session.livenessCaptures[0]
  const faces = face === undefined ? [] : [face]
  const types = new Set(session.spec.requested_checks.map(({ type }) => type))
  types.delete('LIVENESS')

  const requested = [...types].flatMap((type): PlannedCheck[] => {
    switch (type) {
      case 'ID_DOCUMENT_FACE_MATCH':
        return documents.map((document) => ({ type, document, resources: [document, ...faces] }))
      case 'FACE_COMPARISON':
        return [{ type, resources: [...faces, ...session.faceCaptures.slice(-1)] }]
      case 'ID_DOCUMENT_COMPARISON': {
        const [first, second] = [...documents, ...supplementary]
        const resources = [first, second].filter((one) => one !== undefined)
        return [{ type, document: first, secondDocument: second, resources }]
      }
      case 'THIRD_PARTY_IDENTITY':
        return [{ type, document: documents[0], resources: [...documents, ...supplementary] }]
      case 'WATCHLIST_SCREENING':
      case 'WATCHLIST_ADVANCED_CA':
        return [{ type, document: documents[0], resources: documents.slice(0, 1) }]
      case 'THIRD_PARTY_IDENTITY_FRAUD_1':
      case 'SYNECTICS_IDENTITY_FRAUD':
      case 'FAMILIAR_FACE_SEARCH':
        return [{ type, resources: [] }]
      default:
        return documents.map((document) => ({ type, document, resources: [document] }))
    }
  })
  const read = [...documents, ...supplementary].flatMap((document) =>
    planTextCheck(session, document),
  )
  return [...requested, ...read]
}

/** An expert reads the text always, or when the machine could not, as the task was configured. */
function planTextCheck(session: Session, document: CapturedDocument): PlannedCheck[] {
  const task = document.tasks[0]
  if (task === undefined) return []
  const manualCheck = findRequestedTask(session.spec, task.type)?.config?.manual_check
  const wanted =
    manualCheck === 'ALWAYS' ||
    (manualCheck === 'FALLBACK' && document.documentFields === undefined)
  const type = task.type.replace('_EXTRACTION', '_CHECK')
  return wanted ? [{ type, document, resources: [document] }] : []
}

function listAccepted(session: Session, documents: CapturedDocument[]): CapturedDocument[] {
  return session.requirements
    .map((requirement) => findAcceptedDocument(documents, requirement))
    .filter((document) => document !== undefined)
}

/** When each planned check is done, in milliseconds after finish: the automated ones first, one after another. */
export function scheduleChecks(
  session: Session,
  planned: readonly PlannedCheck[],
  timeline: Timeline,
  asyncReportDelay: number | undefined,
): number[] {
  let automated = 0
  let reviewed = 0
  return planned.map(({ type }) => {
    if (asyncReportDelay !== undefined) return asyncReportDelay * 1000
    return isReviewed(session, type)
      ? timeline.expertChecks + reviewed++ * timeline.betweenChecks
      : timeline.automatedChecks + automated++ * timeline.betweenChecks
  })
}

function isReviewed(session: Session, type: string): boolean {
  if (type === 'ID_DOCUMENT_AUTHENTICITY' || TEXT_DATA_CHECKS.includes(type)) return true
  return findRequestedCheck(session.spec, type)?.config?.manual_check === 'ALWAYS'
}
