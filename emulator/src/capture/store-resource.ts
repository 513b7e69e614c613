import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { ApiError, createPropertyError } from '../http/api-error.js'
import { parsePayload } from '../http/parse-payload.js'
import { countSides } from '../people/document-fields.js'
import { addMedia, type Media, type NewMedia } from '../sessions/media.js'
import {
  findRequestedTask,
  ID_DOCUMENT_TASK,
  SUPPLEMENTARY_DOCUMENT_TASK,
} from '../sessions/session-spec.js'
import type { Session } from '../sessions/session.js'
import { acceptsAnotherResource } from './requirement-state.js'
import { isDocumentAccepted, type Requirement, type RequirementOf } from './requirement.js'
import {
  createPage,
  createTask,
  type CapturedDocument,
  type FaceCapture,
  type LivenessCapture,
  type Resource,
} from './resource.js'

export const newResourceSchema = z.object({ requirement_id: z.string() })
const newLivenessSchema = newResourceSchema.extend({ liveness_type: z.string() })
const newDocumentSchema = newResourceSchema.extend({
  issuing_country: z.string(),
  document_type: z.string(),
})

const ZOOM_FRAME_COUNT = 7

export function addDocument(
  session: Session,
  kind: 'idDocuments' | 'supplementaryDocuments',
  body: Buffer,
): CapturedDocument {
  const chosen = parsePayload(newDocumentSchema, body)
  const { issuing_country: issuingCountry, document_type: documentType } = chosen
  const isIdDocument = kind === 'idDocuments'
  const type = isIdDocument ? 'ID_DOCUMENT' : 'SUPPLEMENTARY_DOCUMENT'
  const requirement = findRequirement(session, chosen.requirement_id, type)
  if (isIdDocument) requireAttempt(session, requirement)
  if (!isDocumentAccepted(requirement, issuingCountry, documentType)) {
    throw createPropertyError('document_type', 'must be a document that the session allows')
  }
  const resource = createResource(session, requirement)
  const task = isIdDocument ? ID_DOCUMENT_TASK : SUPPLEMENTARY_DOCUMENT_TASK
  if (findRequestedTask(session.spec, task) !== undefined) {
    resource.tasks.push(createTask(task, 'CREATED', resource.createdAt))
  }
  const pages = Array.from({ length: isIdDocument ? countSides(documentType) : 1 }, createPage)
  const document = { ...resource, documentType, issuingCountry, pages }
  session[kind].push(document)
  return document
}

/** The newest attempt comes first. */
export function addLivenessCapture(
  session: Session,
  kind: 'livenessCaptures',
  body: Buffer,
): LivenessCapture {
  const { requirement_id: id, liveness_type: type } = parsePayload(newLivenessSchema, body)
  const requirement = findRequirement(session, id, 'LIVENESS')
  requireAttempt(session, requirement)
  const { livenessType } = requirement
  if (type !== livenessType) throw createPropertyError('liveness_type', `must be ${livenessType}`)
  const length = livenessType === 'ZOOM' ? ZOOM_FRAME_COUNT : 0
  const frames = Array.from({ length }, () => ({}))
  const capture = { ...createResource(session, requirement), livenessType, frames }
  session[kind].unshift(capture)
  return capture
}

export function addFaceCapture(
  session: Session,
  requirementId: string,
  source: Resource['source'],
): FaceCapture {
  const requirement = findRequirement(session, requirementId, 'FACE_CAPTURE')
  const capture = createResource(session, requirement, source)
  session.faceCaptures.push(capture)
  return capture
}

function findRequirement<Type extends Requirement['type']>(
  { requirements }: Session,
  requirementId: string,
  type: Type,
): RequirementOf<Type> {
  const found = requirements.find(({ id }) => id === requirementId)
  if (found?.type !== type) throw new ApiError('REQUIREMENT_NOT_FOUND')
  return found as RequirementOf<Type>
}

function requireAttempt(session: Session, requirement: Requirement): void {
  if (!acceptsAnotherResource(session, requirement)) throw new ApiError('REQUIREMENT_LOCKED')
}

function createResource<For extends Requirement>(
  { clock }: Session,
  requirement: For,
  source: Resource['source'] = 'END_USER',
): Resource<For> {
  const now = clock.now()
  return { id: randomUUID(), requirement, source, createdAt: now, updatedAt: now, tasks: [] }
}

/** Stores what the user captured and notifies the relying party. */
export function storeMedia(session: Session, resource: Resource, added: NewMedia): Media {
  const now = session.clock.now()
  session.firstMediaAt ??= now
  resource.updatedAt = now
  session.notify(session, 'resource_update', { resource_id: resource.id })
  return addMedia(session, added)
}
