import { listAcceptedDocuments } from '../capture/requirement-state.js'
import type { CapturedDocument, Resource } from '../capture/resource.js'
import { requiresAddressSearch } from '../profiles/identity.js'
import { findRequestedTask } from '../sessions/session-spec.js'
import type { Session } from '../sessions/session.js'

/** A check, what it is about, and the resources that it uses. */
export interface PlannedCheck extends CheckSubject {
  type: string
  config: Record<string, unknown>
}

interface CheckSubject {
  resources: Resource[]
  document?: CapturedDocument | undefined
  /** Of a comparison. */
  secondDocument?: CapturedDocument | undefined
  livenessType?: string
}

/** Excludes liveness, which is evaluated with each attempt. */
export function planChecks(session: Session): PlannedCheck[] {
  const documents = listAcceptedDocuments(session, 'idDocuments')
  const all = [...documents, ...listAcceptedDocuments(session, 'supplementaryDocuments')]
  const subjects = listSubjects(session, documents, all)
  const requested = session.spec.requested_checks.filter(({ type }) => type !== 'LIVENESS')
  const isSearched = requested.some(({ type }) => type === 'THIRD_PARTY_IDENTITY')
  if (!isSearched && requiresAddressSearch(session))
    requested.push({ type: 'THIRD_PARTY_IDENTITY' })
  const planned = requested.flatMap(({ type, config = {} }) => {
    // Most checks run once for each ID document.
    const found = subjects[type] ?? documents.map((one) => ({ document: one, resources: [one] }))
    return found.map((one) => ({ ...one, type, config }))
  })
  return [...planned, ...all.flatMap((document) => planTextDataCheck(session, document))]
}

/** By type of check. */
function listSubjects(
  session: Session,
  documents: CapturedDocument[],
  all: CapturedDocument[],
): Partial<Record<string, CheckSubject[]>> {
  const face = session.livenessCaptures.find(({ passed }) => passed) ?? session.livenessCaptures[0]
  const faces = face === undefined ? [] : [face]
  const [document] = documents
  const [first, second] = all
  const watchlist = [{ document, resources: documents.slice(0, 1) }]
  return {
    ID_DOCUMENT_FACE_MATCH: documents.map((one) => ({ document: one, resources: [one, ...faces] })),
    FACE_COMPARISON: [{ resources: [...faces, ...session.faceCaptures.slice(-1)] }],
    FAMILIAR_FACE_SEARCH: [{ resources: faces }],
    ID_DOCUMENT_COMPARISON: [
      { document: first, secondDocument: second, resources: all.slice(0, 2) },
    ],
    THIRD_PARTY_IDENTITY: [{ document, resources: all }],
    WATCHLIST_SCREENING: watchlist,
    WATCHLIST_ADVANCED_CA: watchlist,
    THIRD_PARTY_IDENTITY_FRAUD_1: [{ resources: [] }],
    SYNECTICS_IDENTITY_FRAUD: [{ resources: [] }],
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

export function requiresExpertReview({ type, config }: PlannedCheck): boolean {
  if (type === 'ID_DOCUMENT_AUTHENTICITY' || type.endsWith('_TEXT_DATA_CHECK')) return true
  return config.manual_check === 'ALWAYS'
}
