import { listAcceptedDocuments } from '../capture/requirement-state.js'
import type { CapturedDocument, Resource } from '../capture/resource.js'
import { requiresAddressSearch } from '../profiles/address.js'
import type { RequestedItem } from '../sessions/requested-items.js'
import { findRequestedTask } from '../sessions/session-spec.js'
import type { Session, Timeline } from '../sessions/session.js'
import type { CheckSubject } from './complete-check.js'

export interface PlannedCheck extends CheckSubject {
  type: string
  config: Record<string, unknown>
  resources: Resource[]
}

/** Excludes liveness, which is evaluated with each attempt. */
export function planChecks(session: Session): PlannedCheck[] {
  const documents = listAcceptedDocuments(session, 'idDocuments')
  const supplementary = listAcceptedDocuments(session, 'supplementaryDocuments')
  const requested = listPlannedTypes(session).flatMap(({ type, config = {} }) =>
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

function listPlannedTypes(session: Session): RequestedItem[] {
  const requested = session.spec.requested_checks.filter(({ type }) => type !== 'LIVENESS')
  const isSearched = requested.some(({ type }) => type === 'THIRD_PARTY_IDENTITY')
  return isSearched || !requiresAddressSearch(session)
    ? requested
    : [...requested, { type: 'THIRD_PARTY_IDENTITY' }]
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
  if (type === 'ID_DOCUMENT_AUTHENTICITY' || type.endsWith('_TEXT_DATA_CHECK')) return true
  return config.manual_check === 'ALWAYS'
}
