import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { ApiError, createPropertyError } from '../http/api-error.js'
import { countSides } from '../people/document-fields.js'
import { isDocumentAllowed } from '../sessions/document-filter.js'
import {
  findRequestedTask,
  ID_DOCUMENT_TASK,
  SUPPLEMENTARY_DOCUMENT_TASK,
} from '../sessions/session-spec.js'
import type { Session } from '../sessions/session.js'
import {
  getRequirementState,
  isOutOfAttempts,
  isRetryRecommended,
  type Requirement,
  type RequirementOf,
} from './requirement.js'
import type { CapturedDocument, FaceCapture, LivenessCapture, Resource, Task } from './resource.js'
import { isDocumentAllowedByFilters } from './supported-documents.js'

export const newDocumentSchema = z.object({
  requirement_id: z.string(),
  issuing_country: z.string(),
  document_type: z.string(),
})
type NewDocument = z.infer<typeof newDocumentSchema>

export const newLivenessSchema = z.object({
  requirement_id: z.string(),
  liveness_type: z.string(),
})

const ZOOM_FRAME_COUNT = 7

export function findRequirement<Type extends Requirement['type']>(
  session: Session,
  requirementId: string,
  type: Type,
): RequirementOf<Type> {
  const found = session.requirements.find(({ id }) => id === requirementId)
  if (found?.type !== type) throw new ApiError('REQUIREMENT_NOT_FOUND')
  return found as RequirementOf<Type>
}

export function addIdDocument(session: Session, chosen: NewDocument): CapturedDocument {
  const requirement = findRequirement(session, chosen.requirement_id, 'ID_DOCUMENT')
  assertAttemptAllowed(session, requirement)
  const { issuing_country: country, document_type: type } = chosen
  if (!isDocumentAllowedByFilters(requirement.filters, country, type)) throw rejectDocument()
  const document = createDocument(session, chosen, countSides(type), ID_DOCUMENT_TASK)
  session.idDocuments.push(document)
  return document
}

export function addSupplementaryDocument(session: Session, chosen: NewDocument): CapturedDocument {
  const { requirement_id: id, issuing_country: country, document_type: type } = chosen
  const requirement = findRequirement(session, id, 'SUPPLEMENTARY_DOCUMENT')
  const { allowedDocuments, document: required } = requirement
  const isAllowed =
    allowedDocuments.country_codes.includes(country) &&
    allowedDocuments.document_types.includes(type) &&
    (required.filter === undefined || isDocumentAllowed(required.filter, country, type))
  if (!isAllowed) throw rejectDocument()
  const document = createDocument(session, chosen, 1, SUPPLEMENTARY_DOCUMENT_TASK)
  session.supplementaryDocuments.push(document)
  return document
}

/** The newest attempt comes first. */
export function addLivenessCapture(
  session: Session,
  input: z.infer<typeof newLivenessSchema>,
): LivenessCapture {
  const requirement = findRequirement(session, input.requirement_id, 'LIVENESS')
  assertAttemptAllowed(session, requirement)
  const { id, livenessType } = requirement
  if (input.liveness_type !== livenessType) {
    throw createPropertyError('liveness_type', `must be ${livenessType}`)
  }
  const length = livenessType === 'ZOOM' ? ZOOM_FRAME_COUNT : 0
  const frames = Array.from({ length }, () => ({}))
  const capture = { ...createResource(session, id, 'END_USER'), livenessType, frames }
  session.livenessCaptures.unshift(capture)
  return capture
}

export function addFaceCapture(
  session: Session,
  requirementId: string,
  source: Resource['source'],
): FaceCapture {
  findRequirement(session, requirementId, 'FACE_CAPTURE')
  const capture = createResource(session, requirementId, source)
  session.faceCaptures.push(capture)
  return capture
}

/** A requirement accepts another resource only while attempts are left and it is not met, or a retry was recommended. */
function assertAttemptAllowed(session: Session, requirement: Requirement): void {
  const isMet =
    getRequirementState(session, requirement) === 'COMPLETE' &&
    !isRetryRecommended(session, requirement)
  if (isMet || isOutOfAttempts(session, requirement)) throw new ApiError('REQUIREMENT_LOCKED')
}

function rejectDocument(): ApiError {
  return createPropertyError('document_type', 'must be a document that the session allows')
}

function createDocument(
  session: Session,
  { requirement_id: id, document_type: documentType, issuing_country: issuingCountry }: NewDocument,
  sides: number,
  taskType: string,
): CapturedDocument {
  const resource = createResource(session, id, 'END_USER')
  const isTaskRequested = findRequestedTask(session.spec, taskType) !== undefined
  const tasks = isTaskRequested ? [createTask(taskType, resource.createdAt)] : []
  const pages = Array.from({ length: sides }, () => ({ frames: [{}, {}] }))
  return { ...resource, tasks, documentType, issuingCountry, pages }
}

function createResource(
  { clock }: Session,
  requirementId: string,
  source: Resource['source'],
): Resource {
  const now = clock.now()
  return { id: randomUUID(), requirementId, source, createdAt: now, updatedAt: now, tasks: [] }
}

function createTask(type: string, now: number): Task {
  return {
    id: randomUUID(),
    type,
    state: 'CREATED',
    createdAt: now,
    updatedAt: now,
    generatedChecks: [],
    generatedMedia: [],
  }
}
