import { randomUUID } from 'node:crypto'
import { findRequestedCheck, type SessionSpec } from './session-spec.js'
import type { CapturedDocument } from './resource.js'
import type { Session } from './session.js'

export type RequiredDocument = SessionSpec['required_documents'][number]

/** One thing the session asks for; its id is what a new resource names. */
export type Requirement = { readonly id: string } & (
  | {
      readonly type: 'ID_DOCUMENT'
      readonly document: Extract<RequiredDocument, { type: 'ID_DOCUMENT' }>
      /** Attempts left at the text extraction, by category. */
      readonly attempts: Record<string, number>
    }
  | {
      readonly type: 'SUPPLEMENTARY_DOCUMENT'
      readonly document: Extract<RequiredDocument, { type: 'SUPPLEMENTARY_DOCUMENT' }>
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
    return document.type === 'ID_DOCUMENT'
      ? { id, type: document.type, document, attempts: { ...DEFAULT_ATTEMPTS, ...attempts } }
      : { id, type: document.type, document }
  })
  return [...documents, ...listFaceRequirements(spec)]
}

function listFaceRequirements(spec: SessionSpec): Requirement[] {
  const requirements: Requirement[] = []
  const liveness = findRequestedCheck(spec, 'LIVENESS')
  if (liveness !== undefined) {
    const { liveness_type: type, max_retries: maxRetries } = liveness.config ?? {}
    requirements.push({
      id: randomUUID(),
      type: 'LIVENESS',
      livenessType: String(type),
      maxAttempts: typeof maxRetries === 'number' ? maxRetries : 1,
    })
  }
  if (findRequestedCheck(spec, 'FACE_COMPARISON') !== undefined) {
    requirements.push({ id: randomUUID(), type: 'FACE_CAPTURE' })
  }
  return requirements
}

export function stateOfRequirement(session: Session, requirement: Requirement): RequirementState {
  switch (requirement.type) {
    case 'ID_DOCUMENT':
      return stateOfDocument(session.idDocuments, requirement)
    case 'SUPPLEMENTARY_DOCUMENT':
      return stateOfDocument(session.supplementaryDocuments, requirement)
    case 'LIVENESS':
      return stateOfLiveness(session, requirement)
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

export function countLivenessAttempts(session: Session, requirement: Requirement): number {
  return session.livenessCaptures.filter(
    (capture) => capture.requirementId === requirement.id && capture.passed !== undefined,
  ).length
}

function stateOfDocument(
  documents: readonly CapturedDocument[],
  requirement: Requirement,
): RequirementState {
  if (findAcceptedDocument(documents, requirement)) return 'COMPLETE'
  const latest = documents.findLast(({ requirementId }) => requirementId === requirement.id)
  return latest === undefined || isRefused(latest) ? 'REQUIRED' : 'IN_PROGRESS'
}

// When every attempt failed the end user goes on all the same: the REJECT is the result.
function stateOfLiveness(
  session: Session,
  requirement: RequirementOf<'LIVENESS'>,
): RequirementState {
  const captures = session.livenessCaptures.filter(
    ({ requirementId }) => requirementId === requirement.id,
  )
  if (captures.some(({ passed }) => passed)) return 'COMPLETE'
  if (countLivenessAttempts(session, requirement) >= requirement.maxAttempts) return 'COMPLETE'
  return captures.length === 0 ? 'REQUIRED' : 'IN_PROGRESS'
}

function isAccepted(document: CapturedDocument): boolean {
  const captured =
    document.file !== undefined ||
    (document.pages.length > 0 && document.pages.every(({ media }) => media !== undefined))
  const judged = document.tasks.every(({ recommendation }) => recommendation !== undefined)
  return captured && judged && !isRefused(document)
}

function isRefused(document: CapturedDocument): boolean {
  return document.tasks.some(({ recommendation }) => recommendation?.value === 'MUST_TRY_AGAIN')
}
