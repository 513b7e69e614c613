import { z } from 'zod'
import { ErrorAnswer } from './error-answer.js'
import { ID_EXTRACTION, SUPPLEMENTARY_EXTRACTION } from './extraction.js'
import { countSides } from './people/document-fields.js'
import type { Requirement, RequirementOf } from './requirement.js'
import {
  createResource,
  createTask,
  type CapturedDocument,
  type FaceCapture,
  type LivenessCapture,
  type Resource,
} from './resource.js'
import { isDocumentOffered } from './session-configuration.js'
import { findRequestedTask } from './session-spec.js'
import type { Session } from './session.js'

export const newDocumentSchema = z.object({
  requirement_id: z.string(),
  issuing_country: z.string(),
  document_type: z.string(),
})
type NewDocument = z.infer<typeof newDocumentSchema>

const ZOOM_FRAMES = 7

export function findRequirement<Type extends Requirement['type']>(
  session: Session,
  requirementId: string,
  type: Type,
): RequirementOf<Type> {
  const found = session.requirements.find(({ id }) => id === requirementId)
  if (found?.type !== type) throw new ErrorAnswer('REQUIREMENT_NOT_FOUND')
  return found as RequirementOf<Type>
}

export function findResource<Kind extends Resource>(resources: Kind[], id: string): Kind {
  const found = resources.find((resource) => resource.id === id)
  if (found === undefined) throw new ErrorAnswer('RESOURCE_NOT_FOUND')
  return found
}

export function addIdDocument(
  session: Session,
  chosen: NewDocument,
  now: number,
): CapturedDocument {
  const requirement = findRequirement(session, chosen.requirement_id, 'ID_DOCUMENT')
  const country = chosen.issuing_country
  if (!isDocumentOffered(requirement.document.filter, country, chosen.document_type)) {
    const message = 'must be a document that the session allows'
    throw new ErrorAnswer('PAYLOAD_VALIDATION', [{ property: 'document_type', message }])
  }
  const document = createDocument(chosen, countSides(chosen.document_type), now)
  if (findRequestedTask(session.spec, ID_EXTRACTION)) {
    document.tasks.push(createTask(ID_EXTRACTION, now))
  }
  session.idDocuments.push(document)
  return document
}

export function addSupplementaryDocument(
  session: Session,
  chosen: NewDocument,
  now: number,
): CapturedDocument {
  findRequirement(session, chosen.requirement_id, 'SUPPLEMENTARY_DOCUMENT')
  const document = createDocument(chosen, 1, now)
  if (findRequestedTask(session.spec, SUPPLEMENTARY_EXTRACTION)) {
    document.tasks.push(createTask(SUPPLEMENTARY_EXTRACTION, now))
  }
  session.supplementaryDocuments.push(document)
  return document
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
  requirementId: string,
  now: number,
): LivenessCapture {
  const { livenessType } = findRequirement(session, requirementId, 'LIVENESS')
  const slots = livenessType === 'ZOOM' ? ZOOM_FRAMES : 0
  const capture = {
    ...createResource(requirementId, 'END_USER', now),
    livenessType,
    frames: Array.from({ length: slots }, () => ({})),
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
