import { z } from 'zod'
import { isDocumentAllowed } from './document-filter.js'
import { isDocumentAllowedByFilters } from './allowed-documents.js'
import { ApiError } from './api-error.js'
import { ID_DOCUMENT_EXTRACTION_TASK, SUPPLEMENTARY_DOCUMENT_EXTRACTION_TASK } from './extractor.js'
import { countSides } from './people/document-fields.js'
import {
  isRetryRecommended,
  isOutOfAttempts,
  getRequirementState,
  type Requirement,
  type RequirementOf,
} from './requirement.js'
import {
  createResource,
  createTask,
  type CapturedDocument,
  type FaceCapture,
  type LivenessCapture,
  type Resource,
} from './resource.js'
import { findRequestedTask } from './session-spec.js'
import type { Session } from './session.js'

export const newDocumentSchema = z.object({
  requirement_id: z.string(),
  issuing_country: z.string(),
  document_type: z.string(),
})
type NewDocument = z.infer<typeof newDocumentSchema>

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

export function findResource<Kind extends Resource>(resources: Kind[], id: string): Kind {
  const found = resources.find((resource) => resource.id === id)
  if (found === undefined) throw new ApiError('RESOURCE_NOT_FOUND')
  return found
}

export function addIdDocument(
  session: Session,
  chosen: NewDocument,
  now: number,
): CapturedDocument {
  const requirement = findRequirement(session, chosen.requirement_id, 'ID_DOCUMENT')
  assertAttemptAllowed(session, requirement)
  const { issuing_country: country, document_type: type } = chosen
  if (!isDocumentAllowedByFilters(requirement.filters, country, type)) rejectDocument()
  const document = createDocument(chosen, countSides(chosen.document_type), now)
  if (findRequestedTask(session.spec, ID_DOCUMENT_EXTRACTION_TASK)) {
    document.tasks.push(createTask(ID_DOCUMENT_EXTRACTION_TASK, now))
  }
  session.idDocuments.push(document)
  return document
}

export function addSupplementaryDocument(
  session: Session,
  chosen: NewDocument,
  now: number,
): CapturedDocument {
  const { allowedDocuments, document: required } = findRequirement(
    session,
    chosen.requirement_id,
    'SUPPLEMENTARY_DOCUMENT',
  )
  const { issuing_country: country, document_type: type } = chosen
  const isAllowed =
    allowedDocuments.country_codes.includes(country) &&
    allowedDocuments.document_types.includes(type) &&
    (required.filter === undefined || isDocumentAllowed(required.filter, country, type))
  if (!isAllowed) rejectDocument()
  const document = createDocument(chosen, 1, now)
  if (findRequestedTask(session.spec, SUPPLEMENTARY_DOCUMENT_EXTRACTION_TASK)) {
    document.tasks.push(createTask(SUPPLEMENTARY_DOCUMENT_EXTRACTION_TASK, now))
  }
  session.supplementaryDocuments.push(document)
  return document
}

/** A requirement accepts another resource only while attempts are left and it is not met, or a retry was recommended. */
function assertAttemptAllowed(session: Session, requirement: Requirement): void {
  const isMet =
    getRequirementState(session, requirement) === 'COMPLETE' &&
    !isRetryRecommended(session, requirement)
  if (isMet || isOutOfAttempts(session, requirement)) {
    throw new ApiError('REQUIREMENT_LOCKED')
  }
}

function rejectDocument(): never {
  const message = 'must be a document that the session allows'
  throw new ApiError('PAYLOAD_VALIDATION', [{ property: 'document_type', message }])
}

function createDocument(chosen: NewDocument, sides: number, now: number): CapturedDocument {
  const pages = Array.from({ length: sides }, () => ({ frames: [{}, {}] }))
  return {
    ...createResource(chosen.requirement_id, 'END_USER', now),
    documentType: chosen.document_type,
    issuingCountry: chosen.issuing_country,
    pages,
  }
}

/** The newest attempt comes first. */
export function addLivenessCapture(
  session: Session,
  input: { requirement_id: string; liveness_type: string },
  now: number,
): LivenessCapture {
  const requirement = findRequirement(session, input.requirement_id, 'LIVENESS')
  assertAttemptAllowed(session, requirement)
  const { id: requirementId, livenessType } = requirement
  if (input.liveness_type !== livenessType) {
    const message = `must be ${livenessType}`
    throw new ApiError('PAYLOAD_VALIDATION', [{ property: 'liveness_type', message }])
  }
  const frameCount = livenessType === 'ZOOM' ? ZOOM_FRAME_COUNT : 0
  const capture = {
    ...createResource(requirementId, 'END_USER', now),
    livenessType,
    frames: Array.from({ length: frameCount }, () => ({})),
  }
  session.livenessCaptures.unshift(capture)
  return capture
}

export function addFaceCapture(
  session: Session,
  requirementId: string,
  source: Resource['source'],
  now: number,
): FaceCapture {
  findRequirement(session, requirementId, 'FACE_CAPTURE')
  const capture = createResource(requirementId, source, now)
  session.faceCaptures.push(capture)
  return capture
}
