import type { z } from 'zod'
import type { CaptureMethod } from '../capture-client/client-api.js'
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
import type { CapturedDocument, LivenessCapture, Resource } from './resource.js'
import {
  addFaceCapture,
  addIdDocument,
  addLivenessCapture,
  addSupplementaryDocument,
  newDocumentSchema,
  newLivenessSchema,
  newResourceSchema,
  storeLivenessFrame,
  storeMedia,
  storePage,
  storePageFrame,
} from './store-resource.js'

const PATHS = {
  idDocuments: '/resources/id-documents',
  supplementaryDocuments: '/resources/supplementary-documents',
  livenessCaptures: '/resources/liveness',
  faceCaptures: '/resources/face-capture',
} as const
type Kind = keyof typeof PATHS

/** Private to the emulator's client page, because the calls of Yoti's client are not public. The calls for face captures are public. */
export const CAPTURE_ROUTES: readonly Route[] = [
  createRoute('idDocuments', newDocumentSchema, addIdDocument),

  uploadRoute('idDocuments', '/pages/:page', capturePage),

  uploadRoute('idDocuments', '/pages/:page/frames/:frame', (session, document, call) => {
    const index = { page: getIndexParam(call, 'page'), frame: getIndexParam(call, 'frame') }
    storePageFrame(session, document, index, parseImage(call.body))
  }),

  sessionRoute(
    'POST',
    `${PATHS.idDocuments}/:resourceId/text-extraction`,
    'token',
    async (session, call) => {
      const document = findResource(session, 'idDocuments', call)
      if (document.pages.some(({ media }) => media === undefined)) throw new ApiError('INCOMPLETE')
      if (document.tasks.some(({ state }) => state !== 'CREATED')) {
        throw new ApiError('RESOURCE_LOCKED')
      }
      const recommendation = await extractText(session, document)
      const state = document.tasks[0]?.state ?? 'DONE'
      const { requirement } = document
      const left = requirement.type === 'ID_DOCUMENT' ? requirement.attemptsLeft : undefined
      return { json: { state, recommendation, attempts_remaining: left } }
    },
  ),

  createRoute('supplementaryDocuments', newDocumentSchema, addSupplementaryDocument),

  uploadRoute('supplementaryDocuments', '/pages/:page', (session, document, call) => {
    capturePage(session, document, call)
    // Text extraction starts with the last page.
    if (call.query.get('more') !== 'true') extractInBackground(session, document)
  }),

  uploadRoute('supplementaryDocuments', '/file', (session, document, call) => {
    document.file = storeMedia(session, document, parsePdf(call.body))
    document.pages = []
    extractInBackground(session, document)
  }),

  createRoute('livenessCaptures', newLivenessSchema, addLivenessCapture),

  uploadRoute('livenessCaptures', '/image', (session, liveness, { body }) => {
    liveness.image = storeMedia(session, liveness, parseImage(body))
  }),

  uploadRoute('livenessCaptures', '/frames/:frame', (session, liveness, call) => {
    storeLivenessFrame(session, liveness, getIndexParam(call, 'frame'), parseImage(call.body))
  }),

  uploadRoute('livenessCaptures', '/facemap', (session, liveness, { body: content }) => {
    const facemap = { contentType: 'application/octet-stream', content }
    liveness.facemap = storeMedia(session, liveness, facemap)
  }),

  sessionRoute(
    'POST',
    `${PATHS.livenessCaptures}/:resourceId/attempt`,
    'token',
    async (session, call) => {
      const liveness = findResource(session, 'livenessCaptures', call)
      if ((liveness.image ?? liveness.facemap) === undefined) throw new ApiError('INCOMPLETE')
      return { json: await evaluateLiveness(session, liveness) }
    },
  ),

  sessionRoute('POST', PATHS.faceCaptures, 'signed-or-token', (session, call) => {
    const { requirement_id: requirementId } = parsePayload(newResourceSchema, call.body)
    const { id } = addFaceCapture(session, requirementId, getSource(call))
    return { status: 201, json: { id, frames: 1 } }
  }),

  sessionRoute(
    'PUT',
    `${PATHS.faceCaptures}/:resourceId/image`,
    'signed-or-token',
    (session, call) => {
      const face = findResource(session, 'faceCaptures', call)
      if (face.source !== getSource(call)) throw new ApiError('NOT_YOUR_RESOURCE')
      face.image = storeMedia(session, face, parseImagePart(call.body, 'binary-content'))
      return {}
    },
  ),
]

function createRoute<Input>(
  kind: Kind,
  schema: z.ZodType<Input>,
  add: (session: Session, input: Input) => CapturedDocument | LivenessCapture,
): Route {
  return sessionRoute('POST', PATHS[kind], 'token', (session, call) => {
    const resource = add(session, parsePayload(schema, call.body))
    const { id } = resource
    trackDevice(session, call, 'RESOURCE_CREATED', id)
    const pages = 'pages' in resource ? resource.pages.length : undefined
    return { status: 201, json: { id, pages } }
  })
}

/** `path` continues the path of the resource. */
function uploadRoute<K extends Kind>(
  kind: K,
  path: string,
  store: (session: Session, resource: Session[K][number], call: ApiCall) => void,
): Route {
  return sessionRoute('PUT', `${PATHS[kind]}/:resourceId${path}`, 'token', (session, call) => {
    store(session, findResource(session, kind, call), call)
    return NO_CONTENT
  })
}

/** Each liveness attempt is evaluated only once. */
function findResource<K extends Kind>(
  session: Session,
  kind: K,
  call: ApiCall,
): Session[K][number] {
  const resources: Session[K][number][] = session[kind]
  const found = resources.find(({ id }) => id === getParam(call, 'resourceId'))
  if (found === undefined) throw new ApiError('RESOURCE_NOT_FOUND')
  if ('passed' in found) throw new ApiError('RESOURCE_LOCKED')
  return found
}

function capturePage(session: Session, document: CapturedDocument, call: ApiCall): void {
  const method = readCaptureMethod(session, call)
  const page = storePage(session, document, getIndexParam(call, 'page'), parseImage(call.body))
  page.captureMethod = method
}

/** The user does not wait for text extraction of a supplementary document. */
function extractInBackground(session: Session, document: CapturedDocument): void {
  if (document.tasks[0]?.state === 'CREATED') void extractText(session, document)
}

function readCaptureMethod({ spec }: Session, { query }: ApiCall): CaptureMethod {
  const allowed = listCaptureMethods(spec)
  const method = allowed.find((one) => one === query.get('capture_method'))
  if (method !== undefined) return method
  throw createPropertyError('query.capture_method', `must be one of ${allowed.join(', ')}`)
}

export function listCaptureMethods({ sdk_config: config }: Session['spec']): CaptureMethod[] {
  return config.allowed_capture_methods === 'CAMERA' ? ['CAMERA'] : ['CAMERA', 'UPLOAD']
}

function getSource({ token }: ApiCall): Resource['source'] {
  return token === undefined ? 'RELYING_BUSINESS' : 'END_USER'
}
