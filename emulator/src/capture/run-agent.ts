import { z } from 'zod'
import { facemap, photograph, pictureFile } from '../capture-client/pictures.js'
import { evaluateLiveness, finishSession } from '../checks/run-checks.js'
import { ApiError, createPropertyError } from '../http/api-error.js'
import { requestsIdentityProfile } from '../sessions/session-spec.js'
import type { Session } from '../sessions/session.js'
import { extractText } from './extract-text.js'
import { acceptsAnotherResource, getRequirementState } from './requirement-state.js'
import {
  isDocumentAccepted,
  type DocumentRequirement,
  type Requirement,
  type RequirementOf,
} from './requirement.js'
import type { Page } from './resource.js'
import {
  addFaceCapture,
  addIdDocument,
  addLivenessCapture,
  addSupplementaryDocument,
  storeLivenessFrame,
  storeMedia,
  storePage,
  storePageFrame,
} from './store-resource.js'

const documentSchema = z.object({ issuing_country: z.string(), document_type: z.string() })

export const agentResourcesSchema = z.object({
  id_documents: z
    .array(documentSchema.extend({ capture_method: z.enum(['CAMERA', 'UPLOAD']) }))
    .default([]),
  supplementary_documents: z.array(documentSchema).default([]),
})

type AgentResources = z.infer<typeof agentResourcesSchema>

interface AgentDocument extends z.infer<typeof documentSchema> {
  capture_method?: Page['captureMethod']
}

/** By requirement. */
type AssignedDocuments = ReadonlyMap<Requirement, AgentDocument>

/**
 * Does what a user does on the client page, who tries again while attempts are left. Resolves when
 * the session is finished.
 */
export async function runAgent(session: Session, resources: AgentResources): Promise<void> {
  const documents = new Map([
    ...assignDocuments(session, 'ID_DOCUMENT', 'id_documents', resources.id_documents),
    ...assignDocuments(
      session,
      'SUPPLEMENTARY_DOCUMENT',
      'supplementary_documents',
      resources.supplementary_documents,
    ),
  ])
  session.biometricConsentAt ??= session.clock.now()
  for (const requirement of session.requirements) {
    let isDone = getRequirementState(session, requirement) === 'COMPLETE'
    while (!isDone && acceptsAnotherResource(session, requirement)) {
      isDone = await captureOnce(session, requirement, documents)
    }
    if (getRequirementState(session, requirement) === 'COMPLETE') continue
    // A profile without its document completes automatically.
    if (requestsIdentityProfile(session.spec)) return
    throw new ApiError('INCOMPLETE')
  }
  finishSession(session)
}

/** In the order of the requirements. @throws ApiError `PAYLOAD_VALIDATION` */
function assignDocuments(
  { requirements }: Session,
  type: DocumentRequirement['type'],
  field: keyof AgentResources,
  documents: readonly AgentDocument[],
): [Requirement, AgentDocument][] {
  const required = requirements.filter((one): one is DocumentRequirement => one.type === type)
  if (documents.length !== required.length) {
    const message = `must have ${required.length} entries, as the session requires`
    throw createPropertyError(`resources.${field}`, message)
  }
  return required.map((requirement, index) => {
    const document = documents[index]
    if (
      document === undefined ||
      !isDocumentAccepted(requirement, document.issuing_country, document.document_type)
    ) {
      const property = `resources.${field}[${index}].document_type`
      throw createPropertyError(property, 'must be a document that the session allows')
    }
    return [requirement, document]
  })
}

/** Resolves to whether the user would go on, and not try again. */
async function captureOnce(
  session: Session,
  requirement: Requirement,
  documents: AssignedDocuments,
): Promise<boolean> {
  switch (requirement.type) {
    case 'ID_DOCUMENT':
    case 'SUPPLEMENTARY_DOCUMENT':
      return captureDocument(session, requirement, documents.get(requirement))
    case 'LIVENESS':
      return captureLiveness(session, requirement)
    case 'FACE_CAPTURE': {
      const face = addFaceCapture(session, requirement.id, 'END_USER')
      face.image = storeMedia(session, face, photograph)
      return true
    }
  }
}

async function captureDocument(
  session: Session,
  requirement: DocumentRequirement,
  chosen: AgentDocument | undefined,
): Promise<boolean> {
  if (chosen === undefined) throw new ApiError('INCOMPLETE')
  const isIdDocument = requirement.type === 'ID_DOCUMENT'
  const add = isIdDocument ? addIdDocument : addSupplementaryDocument
  const document = add(session, { ...chosen, requirement_id: requirement.id })
  const { capture_method: method = 'CAMERA' } = chosen
  for (const index of document.pages.keys()) {
    const image = method === 'CAMERA' ? photograph : pictureFile
    const page = storePage(session, document, index, image)
    page.captureMethod = method
    if (!isIdDocument || method === 'UPLOAD') continue
    for (const frame of page.frames.keys()) {
      storePageFrame(session, document, { page: index, frame }, photograph)
    }
  }
  const { value } = await extractText(session, document)
  return value === 'PROGRESS' || (value === 'SHOULD_TRY_AGAIN' && !isIdDocument)
}

async function captureLiveness(
  session: Session,
  { id, livenessType }: RequirementOf<'LIVENESS'>,
): Promise<boolean> {
  const input = { requirement_id: id, liveness_type: livenessType }
  const capture = addLivenessCapture(session, input)
  for (const index of capture.frames.keys()) {
    storeLivenessFrame(session, capture, index, photograph)
  }
  if (livenessType === 'ZOOM') capture.facemap = storeMedia(session, capture, facemap)
  else capture.image = storeMedia(session, capture, photograph)
  return (await evaluateLiveness(session, capture)).passed
}
