import { z } from 'zod'
import { evaluateLiveness } from '../checks/run-checks.js'
import { ApiError, createPropertyError } from '../http/api-error.js'
import { parsePayload } from '../http/parse-payload.js'
import {
  getIndexParam,
  getParam,
  NO_CONTENT,
  sessionRoute,
  type ApiCall,
  type Route,
} from '../http/route.js'
import { parseImage, parseImagePart, parsePdf } from '../http/uploads.js'
import type { Session } from '../sessions/session.js'
import { trackDevice } from '../sessions/tracked-device.js'
import { extractText } from './extract-text.js'
import { findRequirement } from './requirement.js'
import type { CapturedDocument, LivenessCapture, Resource } from './resource.js'
import {
  addFaceCapture,
  addIdDocument,
  addLivenessCapture,
  addSupplementaryDocument,
  newDocumentSchema,
  newLivenessSchema,
  storeLivenessFrame,
  storeMedia,
  storePage,
  storePageFrame,
} from './store-resource.js'

const ID_DOCUMENTS = '/resources/id-documents'
const SUPPLEMENTARY_DOCUMENTS = '/resources/supplementary-documents'
const LIVENESS = '/resources/liveness'
const FACE_CAPTURES = '/resources/face-capture'

const newFaceCaptureSchema = z.object({ requirement_id: z.string() })

/** Private to the emulator's client page, because the calls of Yoti's client are not public. The calls for face captures are public. */
export const CAPTURE_ROUTES: readonly Route[] = [
  sessionRoute('POST', ID_DOCUMENTS, 'token', (session, call) => {
    const document = addIdDocument(session, parsePayload(newDocumentSchema, call.body))
    return createResourceResponse(session, call, document)
  }),

  sessionRoute('PUT', `${ID_DOCUMENTS}/:resourceId/pages/:page`, 'token', (session, call) => {
    capturePage(session, call, findResource(session.idDocuments, call))
    return NO_CONTENT
  }),

  sessionRoute(
    'PUT',
    `${ID_DOCUMENTS}/:resourceId/pages/:page/frames/:frame`,
    'token',
    (session, call) => {
      const index = { page: getIndexParam(call, 'page'), frame: getIndexParam(call, 'frame') }
      const document = findResource(session.idDocuments, call)
      storePageFrame(session, document, index, parseImage(call.body))
      return NO_CONTENT
    },
  ),

  sessionRoute(
    'POST',
    `${ID_DOCUMENTS}/:resourceId/text-extraction`,
    'token',
    async (session, call) => {
      const document = findResource(session.idDocuments, call)
      if (document.pages.some(({ media }) => media === undefined)) throw new ApiError('INCOMPLETE')
      if (document.tasks.some(({ state }) => state !== 'CREATED')) {
        throw new ApiError('RESOURCE_LOCKED')
      }
      const requirement = findRequirement(
        session.requirements,
        document.requirementId,
        'ID_DOCUMENT',
      )
      const recommendation = await extractText(session, document)
      const state = document.tasks[0]?.state ?? 'DONE'
      return { json: { state, recommendation, attempts_remaining: requirement.attemptsLeft } }
    },
  ),

  sessionRoute('POST', SUPPLEMENTARY_DOCUMENTS, 'token', (session, call) => {
    const document = addSupplementaryDocument(session, parsePayload(newDocumentSchema, call.body))
    return createResourceResponse(session, call, document)
  }),

  sessionRoute(
    'PUT',
    `${SUPPLEMENTARY_DOCUMENTS}/:resourceId/pages/:page`,
    'token',
    (session, call) => {
      const document = findResource(session.supplementaryDocuments, call)
      capturePage(session, call, document)
      // Text extraction starts with the last page.
      if (call.query.get('more') !== 'true') extractInBackground(session, document)
      return NO_CONTENT
    },
  ),

  sessionRoute('PUT', `${SUPPLEMENTARY_DOCUMENTS}/:resourceId/file`, 'token', (session, call) => {
    const document = findResource(session.supplementaryDocuments, call)
    document.file = storeMedia(session, document, parsePdf(call.body))
    document.pages = []
    extractInBackground(session, document)
    return NO_CONTENT
  }),

  sessionRoute('POST', LIVENESS, 'token', (session, call) => {
    const { id } = addLivenessCapture(session, parsePayload(newLivenessSchema, call.body))
    trackDevice(session, call, 'RESOURCE_CREATED', id)
    return { status: 201, json: { id } }
  }),

  sessionRoute('PUT', `${LIVENESS}/:resourceId/image`, 'token', (session, call) => {
    const liveness = findPendingLiveness(session, call)
    liveness.image = storeMedia(session, liveness, parseImage(call.body))
    return NO_CONTENT
  }),

  sessionRoute('PUT', `${LIVENESS}/:resourceId/frames/:frame`, 'token', (session, call) => {
    const liveness = findPendingLiveness(session, call)
    storeLivenessFrame(session, liveness, getIndexParam(call, 'frame'), parseImage(call.body))
    return NO_CONTENT
  }),

  sessionRoute('PUT', `${LIVENESS}/:resourceId/facemap`, 'token', (session, call) => {
    const liveness = findPendingLiveness(session, call)
    const facemap = { contentType: 'application/octet-stream', content: call.body }
    liveness.facemap = storeMedia(session, liveness, facemap)
    return NO_CONTENT
  }),

  sessionRoute('POST', `${LIVENESS}/:resourceId/attempt`, 'token', async (session, call) => {
    const liveness = findPendingLiveness(session, call)
    if ((liveness.image ?? liveness.facemap) === undefined) throw new ApiError('INCOMPLETE')
    return { json: await evaluateLiveness(session, liveness) }
  }),

  sessionRoute('POST', FACE_CAPTURES, 'signed-or-token', (session, call) => {
    const { requirement_id: requirementId } = parsePayload(newFaceCaptureSchema, call.body)
    const { id } = addFaceCapture(session, requirementId, getSource(call))
    return { status: 201, json: { id, frames: 1 } }
  }),

  sessionRoute('PUT', `${FACE_CAPTURES}/:resourceId/image`, 'signed-or-token', (session, call) => {
    const face = findResource(session.faceCaptures, call)
    if (face.source !== getSource(call)) throw new ApiError('NOT_YOUR_RESOURCE')
    face.image = storeMedia(session, face, parseImagePart(call.body, 'binary-content'))
    return {}
  }),
]

function findResource<Kind extends Resource>(resources: Kind[], call: ApiCall): Kind {
  const found = resources.find(({ id }) => id === getParam(call, 'resourceId'))
  if (found === undefined) throw new ApiError('RESOURCE_NOT_FOUND')
  return found
}

function createResourceResponse(session: Session, call: ApiCall, { id, pages }: CapturedDocument) {
  trackDevice(session, call, 'RESOURCE_CREATED', id)
  return { status: 201, json: { id, pages: pages.length } }
}

function capturePage(session: Session, call: ApiCall, document: CapturedDocument): void {
  const method = readCaptureMethod(session, call)
  const page = storePage(session, document, getIndexParam(call, 'page'), parseImage(call.body))
  page.captureMethod = method
}

/** The user does not wait for text extraction of a supplementary document. */
function extractInBackground(session: Session, document: CapturedDocument): void {
  if (document.tasks[0]?.state === 'CREATED') void extractText(session, document)
}

function readCaptureMethod({ spec }: Session, { query }: ApiCall): 'CAMERA' | 'UPLOAD' {
  const allowed =
    spec.sdk_config.allowed_capture_methods === 'CAMERA_AND_UPLOAD'
      ? (['CAMERA', 'UPLOAD'] as const)
      : (['CAMERA'] as const)
  const method = allowed.find((one) => one === query.get('capture_method'))
  if (method !== undefined) return method
  throw createPropertyError('query.capture_method', `must be one of ${allowed.join(', ')}`)
}

/** Each attempt is evaluated only once. */
function findPendingLiveness(session: Session, call: ApiCall): LivenessCapture {
  const capture = findResource(session.livenessCaptures, call)
  if (capture.passed !== undefined) throw new ApiError('RESOURCE_LOCKED')
  return capture
}

function getSource({ token }: ApiCall): Resource['source'] {
  return token === undefined ? 'RELYING_BUSINESS' : 'END_USER'
}
