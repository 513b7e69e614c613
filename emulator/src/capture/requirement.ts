import { randomUUID } from 'node:crypto'
import { ApiError } from '../http/api-error.js'
import { isDocumentAllowed, type DocumentFilter } from '../sessions/document-filter.js'
import {
  findRequestedCheck,
  listSchemeFilters,
  type RequiredDocument,
  type SessionSpec,
} from '../sessions/session-spec.js'
import type { CapturedDocument, CapturedResources } from './resource.js'
import { listAllowedLetters, type AllowedLetters } from './supported-documents.js'

/** A new resource refers to the requirement by its id. */
export type Requirement = { readonly id: string } & (
  | {
      readonly type: 'ID_DOCUMENT'
      /** The document must match one of them. Without filters, every supported document is accepted. */
      readonly filters: readonly DocumentFilter[]
      /** Remaining attempts at text extraction, by category. */
      readonly attemptsLeft: Record<string, number>
    }
  | {
      readonly type: 'SUPPLEMENTARY_DOCUMENT'
      readonly document: Extract<RequiredDocument, { type: 'SUPPLEMENTARY_DOCUMENT' }>
      readonly allowedDocuments: AllowedLetters
    }
  | { readonly type: 'LIVENESS'; readonly livenessType: string; readonly maxAttempts: number }
  | { readonly type: 'FACE_CAPTURE' }
)

export type RequirementOf<Type extends Requirement['type']> = Extract<Requirement, { type: Type }>
type RequirementState = 'REQUIRED' | 'IN_PROGRESS' | 'COMPLETE'

const DEFAULT_ATTEMPTS = { GENERIC: 2, RECLASSIFICATION: 2 }

export function listRequirements(spec: SessionSpec): Requirement[] {
  const attempts = spec.sdk_config.attempts_configuration?.ID_DOCUMENT_TEXT_DATA_EXTRACTION
  const documents = spec.required_documents.map((document): Requirement => {
    const id = randomUUID()
    const { type } = document
    if (type === 'SUPPLEMENTARY_DOCUMENT') {
      return { id, type, document, allowedDocuments: listAllowedLetters(document) }
    }
    const filters = document.filter === undefined ? listSchemeFilters(spec) : [document.filter]
    return { id, type, filters, attemptsLeft: { ...DEFAULT_ATTEMPTS, ...attempts } }
  })
  return [...documents, ...listFaceRequirements(spec)]
}

/** Each liveness check has a capture of its own. One reference face serves all comparisons. */
function listFaceRequirements(spec: SessionSpec): Requirement[] {
  const liveness = spec.requested_checks
    .filter(({ type }) => type === 'LIVENESS')
    .map(({ config = {} }): Requirement => {
      const { liveness_type: type, max_retries: maxRetries } = config
      return {
        id: randomUUID(),
        type: 'LIVENESS',
        livenessType: String(type),
        maxAttempts: Number(maxRetries ?? 1),
      }
    })
  return findRequestedCheck(spec, 'FACE_COMPARISON') === undefined
    ? liveness
    : [...liveness, { id: randomUUID(), type: 'FACE_CAPTURE' }]
}

export function findRequirement<Type extends Requirement['type']>(
  requirements: readonly Requirement[],
  requirementId: string,
  type: Type,
): RequirementOf<Type> {
  const found = requirements.find(({ id }) => id === requirementId)
  if (found?.type !== type) throw new ApiError('REQUIREMENT_NOT_FOUND')
  return found as RequirementOf<Type>
}

export function isOutOfAttempts(resources: CapturedResources, requirement: Requirement): boolean {
  switch (requirement.type) {
    case 'ID_DOCUMENT':
      return Object.values(requirement.attemptsLeft).includes(0)
    case 'LIVENESS':
      return countLivenessAttempts(resources, requirement) >= requirement.maxAttempts
    default:
      return false
  }
}

export function getRequirementState(
  resources: CapturedResources,
  requirement: Requirement,
): RequirementState {
  switch (requirement.type) {
    case 'ID_DOCUMENT':
      return getDocumentState(resources.idDocuments, requirement)
    case 'SUPPLEMENTARY_DOCUMENT':
      return getDocumentState(resources.supplementaryDocuments, requirement)
    case 'LIVENESS':
      return getLivenessState(resources, requirement)
    case 'FACE_CAPTURE': {
      const faces = resources.faceCaptures.filter((face) => face.requirementId === requirement.id)
      if (faces.some((face) => face.image !== undefined)) return 'COMPLETE'
      return faces.length === 0 ? 'REQUIRED' : 'IN_PROGRESS'
    }
  }
}

/** The latest document that was captured completely and not rejected. */
export function findAcceptedDocument(
  documents: readonly CapturedDocument[],
  requirement: Requirement,
): CapturedDocument | undefined {
  return documents.findLast(
    (document) => document.requirementId === requirement.id && isAccepted(document),
  )
}

/** One for each requirement that has one. */
export function listAcceptedDocuments(
  requirements: readonly Requirement[],
  documents: readonly CapturedDocument[],
): CapturedDocument[] {
  return requirements
    .map((requirement) => findAcceptedDocument(documents, requirement))
    .filter((document) => document !== undefined)
}

/** The text was hard to read. The user may continue or try again. */
export function isRetryRecommended(
  resources: CapturedResources,
  requirement: Requirement,
): boolean {
  const accepted = findAcceptedDocument(resources.idDocuments, requirement)
  const tasks = accepted?.tasks ?? []
  return tasks.some(({ recommendation }) => recommendation?.value === 'SHOULD_TRY_AGAIN')
}

export function countLivenessAttempts(
  resources: CapturedResources,
  requirement: Requirement,
): number {
  return resources.livenessCaptures.filter(
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

// After the last failed attempt the user continues, and the check is rejected.
function getLivenessState(
  resources: CapturedResources,
  requirement: RequirementOf<'LIVENESS'>,
): RequirementState {
  const captures = resources.livenessCaptures.filter(
    ({ requirementId }) => requirementId === requirement.id,
  )
  if (captures.some(({ passed }) => passed)) return 'COMPLETE'
  if (isOutOfAttempts(resources, requirement)) return 'COMPLETE'
  return captures.length === 0 ? 'REQUIRED' : 'IN_PROGRESS'
}

function isAccepted(document: CapturedDocument): boolean {
  const isCaptured =
    document.file !== undefined ||
    (document.pages.length > 0 && document.pages.every(({ media }) => media !== undefined))
  const isEvaluated = document.tasks.every(({ recommendation }) => recommendation !== undefined)
  return isCaptured && isEvaluated && !isRejected(document)
}

function isRejected(document: CapturedDocument): boolean {
  return document.tasks.some(({ recommendation }) => recommendation?.value === 'MUST_TRY_AGAIN')
}

export function isExpiredAccepted(
  requirements: readonly Requirement[],
  { requirementId, issuingCountry, documentType }: CapturedDocument,
): boolean {
  const requirement = requirements.find(({ id }) => id === requirementId)
  return (
    requirement?.type !== 'ID_DOCUMENT' ||
    requirement.filters.some(
      (filter) =>
        filter.allow_expired_documents === true &&
        isDocumentAllowed(filter, issuingCountry, documentType),
    )
  )
}

/** A document is valid through its last day. LIFETIME and a missing date never expire. */
export function isPast(expirationDate: unknown, now: number): boolean {
  if (typeof expirationDate !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(expirationDate))
    return false
  return expirationDate < new Date(now).toISOString().slice(0, 10)
}
