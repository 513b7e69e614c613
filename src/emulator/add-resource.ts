import { z } from 'zod'
import { isDocumentAllowed } from './document-filter.js'
import { isDocumentOffered } from './document-offer.js'
import { ErrorAnswer } from './error-answer.js'
import { ID_EXTRACTION, SUPPLEMENTARY_EXTRACTION } from './extraction.js'
import { countSides } from './people/document-fields.js'
import {
  isAdvisedToTryAgain,
  isOutOfAttempts,
  stateOfRequirement,
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
  refuseFurtherAttempts(session, requirement)
  const { issuing_country: country, document_type: type } = chosen
  if (!isDocumentOffered(requirement.filters, country, type)) refuseDocument()
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
  const { offer, document: required } = findRequirement(
    session,
    chosen.requirement_id,
    'SUPPLEMENTARY_DOCUMENT',
  )
  const { issuing_country: country, document_type: type } = chosen
  const isOffered =
    offer.country_codes.includes(country) &&
    offer.document_types.includes(type) &&
    (required.filter === undefined || isDocumentAllowed(required.filter, country, type))
  if (!isOffered) refuseDocument()
  const document = createDocument(chosen, 1, now)
  if (findRequestedTask(session.spec, SUPPLEMENTARY_EXTRACTION)) {
    document.tasks.push(createTask(SUPPLEMENTARY_EXTRACTION, now))
  }
  session.supplementaryDocuments.push(document)
  return document
}

/** What is met stays as it is, unless Yoti advised to try again; attempts that are used up do not come back. */
function refuseFurtherAttempts(session: Session, requirement: Requirement): void {
  const isMet =
    stateOfRequirement(session, requirement) === 'COMPLETE' &&
    !isAdvisedToTryAgain(session, requirement)
  if (isMet || isOutOfAttempts(session, requirement)) {
    throw new ErrorAnswer('REQUIREMENT_LOCKED')
  }
}

function refuseDocument(): never {
  const message = 'must be a document that the session allows'
  throw new ErrorAnswer('PAYLOAD_VALIDATION', [{ property: 'document_type', message }])
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
  asked: { requirement_id: string; liveness_type: string },
  now: number,
): LivenessCapture {
  const requirement = findRequirement(session, asked.requirement_id, 'LIVENESS')
  refuseFurtherAttempts(session, requirement)
  const { id: requirementId, livenessType } = requirement
  if (asked.liveness_type !== livenessType) {
    const message = `must be ${livenessType}`
    throw new ErrorAnswer('PAYLOAD_VALIDATION', [{ property: 'liveness_type', message }])
  }
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
