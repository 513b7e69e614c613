import { TEXT_DATA_CHECKS } from './complete-check.js'
import { findAcceptedDocument } from './requirement.js'
import type { CapturedDocument, Resource } from './resource.js'
import { findRequestedTask } from './session-spec.js'
import type { Session } from './session.js'
import type { Timeline } from './timeline.js'

export interface PlannedCheck {
  type: string
  /** Undefined for a check that a task generates. */
  config: Record<string, unknown>
  document?: CapturedDocument | undefined
  /** The second document of a comparison. */
  secondDocument?: CapturedDocument | undefined
  resources: Resource[]
}

/** Excludes liveness, which is evaluated with each attempt. */
export function planChecks(session: Session): PlannedCheck[] {
  const documents = listAcceptedDocuments(session, session.idDocuments)
  const supplementary = listAcceptedDocuments(session, session.supplementaryDocuments)
  const requested = session.spec.requested_checks
    .filter(({ type }) => type !== 'LIVENESS')
    .flatMap(({ type, config = {} }) =>
      findSubjects(session, type, documents, supplementary).map((subject) => ({
        ...subject,
        type,
        config,
      })),
    )
  const textDataChecks = [...documents, ...supplementary].flatMap((document) =>
    planTextDataCheck(session, document),
  )
  return [...requested, ...textDataChecks]
}

type Subject = Omit<PlannedCheck, 'type' | 'config'>

/** Most checks run once for each ID document. */
function findSubjects(
  session: Session,
  type: string,
  documents: CapturedDocument[],
  supplementary: CapturedDocument[],
): Subject[] {
  const face = session.livenessCaptures.find(({ passed }) => passed) ?? session.livenessCaptures[0]
  const faces = face === undefined ? [] : [face]
  switch (type) {
    case 'ID_DOCUMENT_FACE_MATCH':
      return documents.map((document) => ({ document, resources: [document, ...faces] }))
    case 'FACE_COMPARISON':
      return [{ resources: [...faces, ...session.faceCaptures.slice(-1)] }]
    case 'FAMILIAR_FACE_SEARCH':
      return [{ resources: faces }]
    case 'ID_DOCUMENT_COMPARISON': {
      const [first, second] = [...documents, ...supplementary]
      const resources = [first, second].filter((one) => one !== undefined)
      return [{ document: first, secondDocument: second, resources }]
    }
    case 'THIRD_PARTY_IDENTITY':
      return [{ document: documents[0], resources: [...documents, ...supplementary] }]
    case 'WATCHLIST_SCREENING':
    case 'WATCHLIST_ADVANCED_CA':
      return [{ document: documents[0], resources: documents.slice(0, 1) }]
    case 'THIRD_PARTY_IDENTITY_FRAUD_1':
    case 'SYNECTICS_IDENTITY_FRAUD':
      return [{ resources: [] }]
    default:
      return documents.map((document) => ({ document, resources: [document] }))
  }
}

/** With ALWAYS, or with FALLBACK when the text could not be extracted. */
function planTextDataCheck(session: Session, document: CapturedDocument): PlannedCheck[] {
  const task = document.tasks[0]
  if (task === undefined) return []
  const manualCheck = findRequestedTask(session.spec, task.type)?.config?.manual_check
  const isRequested =
    manualCheck === 'ALWAYS' ||
    (manualCheck === 'FALLBACK' && document.documentFields === undefined)
  const type = task.type.replace('_EXTRACTION', '_CHECK')
  return isRequested ? [{ type, config: {}, document, resources: [document] }] : []
}

function listAcceptedDocuments(
  session: Session,
  documents: CapturedDocument[],
): CapturedDocument[] {
  return session.requirements
    .map((requirement) => findAcceptedDocument(documents, requirement))
    .filter((document) => document !== undefined)
}

/** Milliseconds after finish. Automated checks are done first, one after another. */
export function computeCheckDelays(
  planned: readonly PlannedCheck[],
  timeline: Timeline,
  asyncReportDelay: number | undefined,
): number[] {
  let automated = 0
  let reviewed = 0
  return planned.map((one) => {
    if (asyncReportDelay !== undefined) return asyncReportDelay * 1000
    return requiresExpertReview(one)
      ? timeline.expertChecks + reviewed++ * timeline.betweenChecks
      : timeline.automatedChecks + automated++ * timeline.betweenChecks
  })
}

function requiresExpertReview({ type, config }: PlannedCheck): boolean {
  if (type === 'ID_DOCUMENT_AUTHENTICITY' || TEXT_DATA_CHECKS.includes(type)) return true
  return config.manual_check === 'ALWAYS'
}
