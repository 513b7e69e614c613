import { evaluateLiveness } from '../checks/run-checks.js'
import { ApiError, createPropertyError } from '../http/api-error.js'
import type { AuthRequirement } from '../http/authenticate.js'
import { parsePayload } from '../http/parse-payload.js'
import {
  getIndexParam,
  getParam,
  sessionRoute,
  type ApiCall,
  type Handled,
  type Route,
} from '../http/route.js'
import { parseImage, parseImagePart, parsePdf } from '../http/uploads.js'
import { addMedia, type NewMedia } from '../sessions/media.js'
import { schedule, type Session } from '../sessions/session.js'
import { trackDevice } from '../sessions/tracked-device.js'
import { extractText } from './extract-text.js'
import {
  createPage,
  type CapturedDocument,
  type CaptureMethod,
  type LivenessCapture,
} from './resource.js'
import {
  addDocument,
  addFaceCapture,
  addLivenessCapture,
  newResourceSchema,
  storeMedia,
} from './store-resource.js'

// The image of an AADHAAR card without maskable digits must not be returned.
const WITHHELD_DOCUMENT_TYPES = ['AADHAAR']
const STORED_ZOOM_FRAMES = 3
const MAX_PAGES = 10

const PATHS = {
  idDocuments: '/resources/id-documents',
  supplementaryDocuments: '/resources/supplementary-documents',
  livenessCaptures: '/resources/liveness',
  faceCaptures: '/resources/face-capture',
} as const
type Kind = keyof typeof PATHS

/** Private to the emulator's client page, because the calls of Yoti's client are not public. The calls for face captures are public. */
export const CAPTURE_ROUTES: readonly Route[] = [
  createRoute('idDocuments', addDocument),

  resourceRoute('PUT', 'idDocuments', '/pages/:page', capturePage),

  resourceRoute('PUT', 'idDocuments', '/pages/:page/frames/:frame', (session, document, call) => {
    const image = parsePage(document, call.body)
    const frame = pick(pick(document.pages, call, 'page').frames, call, 'frame')
    schedule(session, session.timeline.framesAfterUpload, () => {
      frame.media = addMedia(session, image)
    })
  }),

  resourceRoute('POST', 'idDocuments', '/text-extraction', async (session, document) => {
    if (document.pages.some(({ media }) => media === undefined)) throw new ApiError('INCOMPLETE')
    if (document.tasks.some(({ state }) => state !== 'CREATED')) {
      throw new ApiError('RESOURCE_LOCKED')
    }
    const recommendation = await extractText(session, document)
    const state = document.tasks[0]?.state ?? 'DONE'
    const { requirement } = document
    const left = requirement.type === 'ID_DOCUMENT' ? requirement.attemptsLeft : undefined
    return { json: { state, recommendation, attempts_remaining: left } }
  }),

  createRoute('supplementaryDocuments', addDocument),

  resourceRoute('PUT', 'supplementaryDocuments', '/pages/:page', (session, document, call) => {
    capturePage(session, document, call)
    // Text extraction starts with the last page.
    if (call.query.get('more') !== 'true') extractInBackground(session, document)
  }),

  resourceRoute('PUT', 'supplementaryDocuments', '/file', (session, document, { body }) => {
    document.file = storeMedia(session, document, parsePdf(body))
    document.pages = []
    extractInBackground(session, document)
  }),

  createRoute('livenessCaptures', addLivenessCapture),

  resourceRoute('PUT', 'livenessCaptures', '/image', (session, liveness, { body }) => {
    liveness.image = storeMedia(session, liveness, parseImage(body))
  }),

  resourceRoute('PUT', 'livenessCaptures', '/frames/:frame', (session, { frames }, call) => {
    const image = parseImage(call.body)
    const frame = pick(frames, call, 'frame')
    if (frames.indexOf(frame) < STORED_ZOOM_FRAMES) frame.media = addMedia(session, image)
  }),

  resourceRoute('PUT', 'livenessCaptures', '/facemap', (session, liveness, { body: content }) => {
    const facemap = { contentType: 'application/octet-stream', content }
    liveness.facemap = storeMedia(session, liveness, facemap)
  }),

  resourceRoute('POST', 'livenessCaptures', '/attempt', async (session, liveness) => {
    if ((liveness.image ?? liveness.facemap) === undefined) throw new ApiError('INCOMPLETE')
    return { json: await evaluateLiveness(session, liveness) }
  }),

  sessionRoute('POST', PATHS.faceCaptures, 'signed-or-token', (session, call) => {
    const { requirement_id: requirementId } = parsePayload(newResourceSchema, call.body)
    const { id } = addFaceCapture(session, requirementId, getSource(call))
    return { status: 201, json: { id, frames: 1 } }
  }),

  resourceRoute(
    'PUT',
    'faceCaptures',
    '/image',
    (session, face, call) => {
      if (face.source !== getSource(call)) throw new ApiError('NOT_YOUR_RESOURCE')
      face.image = storeMedia(session, face, parseImagePart(call.body, 'binary-content'))
      return {}
    },
    'signed-or-token',
  ),
]

function createRoute<K extends Exclude<Kind, 'faceCaptures'>>(
  kind: K,
  add: (session: Session, kind: K, body: Buffer) => CapturedDocument | LivenessCapture,
): Route {
  return sessionRoute('POST', PATHS[kind], 'token', (session, call) => {
    const resource = add(session, kind, call.body)
    const { id } = resource
    trackDevice(session, call, 'RESOURCE_CREATED', id)
    const pages = 'pages' in resource ? resource.pages.length : undefined
    return { status: 201, json: { id, pages } }
  })
}

/** `path` continues the path of the resource. Each liveness attempt is evaluated only once. */
function resourceRoute<K extends Kind>(
  method: Route['method'],
  kind: K,
  path: string,
  handle: (session: Session, resource: Session[K][number], call: ApiCall) => Handled | undefined,
  auth: Exclude<AuthRequirement, 'public'> = 'token',
): Route {
  return sessionRoute(method, `${PATHS[kind]}/:resourceId${path}`, auth, (session, call) => {
    const resources: Session[K][number][] = session[kind]
    const found = resources.find(({ id }) => id === getParam(call, 'resourceId'))
    if (found === undefined) throw new ApiError('RESOURCE_NOT_FOUND')
    if ('passed' in found) throw new ApiError('RESOURCE_LOCKED')
    return handle(session, found, call)
  })
}

/** The user decides how many pages a letter has. */
function capturePage(session: Session, document: CapturedDocument, call: ApiCall): undefined {
  const allowed = listCaptureMethods(session.spec)
  const method = allowed.find((one) => one === call.query.get('capture_method'))
  if (method === undefined) {
    throw createPropertyError('query.capture_method', `must be one of ${allowed.join(', ')}`)
  }
  const image = parsePage(document, call.body)
  const { pages, requirement } = document
  const isNext = getIndexParam(call, 'page') === pages.length && pages.length < MAX_PAGES
  if (isNext && requirement.type === 'SUPPLEMENTARY_DOCUMENT') pages.push(createPage())
  const page = pick(pages, call, 'page')
  page.media = storeMedia(session, document, image)
  page.captureMethod = method
}

function parsePage({ documentType }: CapturedDocument, body: Buffer): NewMedia {
  return { ...parseImage(body), withheld: WITHHELD_DOCUMENT_TYPES.includes(documentType) }
}

function pick<Item>(items: readonly Item[], call: ApiCall, name: 'page' | 'frame'): Item {
  const item = items[getIndexParam(call, name)]
  if (item !== undefined) return item
  throw new ApiError(name === 'page' ? 'PAGE_INDEX_NOT_FOUND' : 'FRAME_INDEX_NOT_FOUND')
}

/** The user does not wait for text extraction of a supplementary document. */
function extractInBackground(session: Session, document: CapturedDocument): void {
  if (document.tasks[0]?.state === 'CREATED') void extractText(session, document)
}

export function listCaptureMethods({ sdk_config: config }: Session['spec']): CaptureMethod[] {
  return config.allowed_capture_methods === 'CAMERA' ? ['CAMERA'] : ['CAMERA', 'UPLOAD']
}

const getSource = ({ token }: ApiCall) => (token === undefined ? 'RELYING_BUSINESS' : 'END_USER')
