import { ApiError } from '../http/api-error.js'
import { parsePayload } from '../http/parse-payload.js'
import {
  getIndexParam,
  getParam,
  NO_CONTENT,
  sessionRoute,
  type ApiCall,
  type Route,
} from '../http/route.js'
import { parseImage, parsePdf } from '../http/uploads.js'
import type { Session } from '../sessions/session.js'
import { trackDevice } from '../sessions/tracked-device.js'
import {
  addIdDocument,
  addSupplementaryDocument,
  findRequirement,
  newDocumentSchema,
} from './add-resource.js'
import { extractText } from './extract-text.js'
import type { CapturedDocument, Resource } from './resource.js'
import { storeMedia, storePage, storePageFrame } from './store-media.js'

const ID_DOCUMENTS = '/resources/id-documents'
const SUPPLEMENTARY_DOCUMENTS = '/resources/supplementary-documents'

/** Private to the emulator's client page, because the calls of Yoti's client are not public. */
export const DOCUMENT_ROUTES: readonly Route[] = [
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
      const requirement = findRequirement(session, document.requirementId, 'ID_DOCUMENT')
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
]

export function findResource<Kind extends Resource>(resources: Kind[], call: ApiCall): Kind {
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
  const message = `must be one of ${allowed.join(', ')}`
  throw new ApiError('PAYLOAD_VALIDATION', [{ property: 'query.capture_method', message }])
}
