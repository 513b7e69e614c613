import { randomUUID } from 'node:crypto'
import type { DocumentFilter } from './document-filter.js'
import { findRequestedCheck, listSchemeFilters, type SessionSpec } from './session-spec.js'
import type { CapturedDocument } from './resource.js'
import type { Session } from './session.js'
import {
  listAllowedSupplementaryDocuments,
  type AllowedSupplementaryDocuments,
} from './allowed-supplementary-documents.js'

export type RequiredDocument = SessionSpec['required_documents'][number]

/** One thing the session asks for; its id is what a new resource names. */
export type Requirement = { readonly id: string } & (
  | {
      readonly type: 'ID_DOCUMENT'
      /** The document meets one of them; without any it may be whatever Yoti takes by itself. */
      readonly filters: readonly DocumentFilter[]
      /** Attempts left at the text extraction, by category. */
      readonly attemptsLeft: Record<string, number>
    }
  | {
      readonly type: 'SUPPLEMENTARY_DOCUMENT'
      readonly document: Extract<RequiredDocument, { type: 'SUPPLEMENTARY_DOCUMENT' }>
      readonly allowedDocuments: AllowedSupplementaryDocuments
    }
  | { readonly type: 'LIVENESS'; readonly livenessType: string; readonly maxAttempts: number }
  | { readonly type: 'FACE_CAPTURE' }
)

export type RequirementOf<Type extends Requirement['type']> = Extract<Requirement, { type: Type }>
export type RequirementState = 'REQUIRED' | 'IN_PROGRESS' | 'COMPLETE'

const DEFAULT_ATTEMPTS = { GENERIC: 2, RECLASSIFICATION: 2 }

export function listRequirements(spec: SessionSpec): Requirement[] {
  const attempts = spec.sdk_config.attempts_configuration?.ID_DOCUMENT_TEXT_DATA_EXTRACTION
  const documents = spec.required_documents.map((document): Requirement => {
    const id = randomUUID()
    const { type } = document
    if (type === 'SUPPLEMENTARY_DOCUMENT') {
      return { id, type, document, allowedDocuments: listAllowedSupplementaryDocuments(document) }
    }
    const filters = document.filter === undefined ? listSchemeFilters(spec) : [document.filter]
    return { id, type, filters, attemptsLeft: { ...DEFAULT_ATTEMPTS, ...attempts } }
  })
  return [...documents, ...listFaceRequirements(spec)]
}

/** Each liveness check is captured by itself; one reference face serves all comparisons. */
function listFaceRequirements(spec: SessionSpec): Requirement[] {
  const liveness = spec.requested_checks
    .filter(({ type }) => type === 'LIVENESS')
    .map(({ config = {} }): Requirement => {
      const { liveness_type: type, max_retries: maxRetries } = config
      return {
        id: randomUUID(),
        type: 'LIVENESS',
        livenessType: String(type),
        maxAttempts: typeof maxRetries === 'number' ? maxRetries : 1,
      }
    })
  return findRequestedCheck(spec, 'FACE_COMPARISON') === undefined
    ? liveness
    : [...liveness, { id: randomUUID(), type: 'FACE_CAPTURE' }]
}

/** Whether the attempts that a category allows are all used up. */
export function isOutOfAttempts(session: Session, requirement: Requirement): boolean {
  switch (requirement.type) {
    case 'ID_DOCUMENT':
      return Object.values(requirement.attemptsLeft).includes(0)
    case 'LIVENESS':
      return countLivenessAttempts(session, requirement) >= requirement.maxAttempts
    default:
      return false
  }
}

export function getRequirementState(session: Session, requirement: Requirement): RequirementState {
  switch (requirement.type) {
    case 'ID_DOCUMENT':
      return getDocumentState(session.idDocuments, requirement)
    case 'SUPPLEMENTARY_DOCUMENT':
      return getDocumentState(session.supplementaryDocuments, requirement)
    case 'LIVENESS':
      return getLivenessState(session, requirement)
    case 'FACE_CAPTURE': {
      const faces = session.faceCaptures.filter((face) => face.requirementId === requirement.id)
      if (faces.some((face) => face.image !== undefined)) return 'COMPLETE'
      return faces.length === 0 ? 'REQUIRED' : 'IN_PROGRESS'
    }
  }
}

/** The document that counts for a requirement: the latest that was wholly captured and not refused. */
export function findAcceptedDocument(
  documents: readonly CapturedDocument[],
  requirement: Requirement,
): CapturedDocument | undefined {
  return documents.findLast(
    (document) => document.requirementId === requirement.id && isAccepted(document),
  )
}

/** Read badly: the end user may go on with what there is, or try again. */
export function isRetryRecommended(session: Session, requirement: Requirement): boolean {
  const accepted = findAcceptedDocument(session.idDocuments, requirement)
  const tasks = accepted?.tasks ?? []
  return tasks.some(({ recommendation }) => recommendation?.value === 'SHOULD_TRY_AGAIN')
}

export function countLivenessAttempts(session: Session, requirement: Requirement): number {
  return session.livenessCaptures.filter(
    (capture) => capture.requirementId === requirement.id && capture.passed !== undefined,
  ).length
}

function getDocumentState(
  documents: readonly CapturedDocument[],
  requirement: Requirement,
): RequirementState {
  if (findAcceptedDocument(documents, requirement)) return 'COMPLETE'
  const latest = documents.findLast(({ requirementId }) => requirementId === requirement.id)
  return latest === undefined || isRejected(latest) ? 'REQUIRED' : 'IN_PROGRESS'
}

// When every attempt failed the end user goes on all the same: the REJECT is the result.
function getLivenessState(
  session: Session,
  requirement: RequirementOf<'LIVENESS'>,
): RequirementState {
  const captures = session.livenessCaptures.filter(
    ({ requirementId }) => requirementId === requirement.id,
  )
  if (captures.some(({ passed }) => passed)) return 'COMPLETE'
  if (isOutOfAttempts(session, requirement)) return 'COMPLETE'
  return captures.length === 0 ? 'REQUIRED' : 'IN_PROGRESS'
}

function isAccepted(document: CapturedDocument): boolean {
  const captured =
    document.file !== undefined ||
    (document.pages.length > 0 && document.pages.every(({ media }) => media !== undefined))
  const judged = document.tasks.every(({ recommendation }) => recommendation !== undefined)
  return captured && judged && !isRejected(document)
}

function isRejected(document: CapturedDocument): boolean {
  return document.tasks.some(({ recommendation }) => recommendation?.value === 'MUST_TRY_AGAIN')
}
