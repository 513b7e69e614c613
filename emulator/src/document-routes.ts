import { createEmptyResponse, createJsonResponse, type RouteResponse } from './route-response.js'
import {
  addIdDocument,
  addSupplementaryDocument,
  findRequirement,
  findResource,
  newDocumentSchema,
} from './add-resource.js'
import type { CaptureStore } from './capture-store.js'
import { trackDevice } from './client-routes.js'
import { ApiError } from './api-error.js'
import type { Extractor } from './extractor.js'
import { parseImage, parsePdf } from './image.js'
import { parsePayload } from './parse-payload.js'
import type { CapturedDocument } from './resource.js'
import type { ResponseConfig } from './response-config.js'
import { getIndexParam, getParam, sessionRoute, type ApiCall, type Route } from './route.js'
import type { SessionClock } from './session-clock.js'
import type { Session } from './session.js'

/** Private to the emulator's client page, because the calls of Yoti's client are not public. */
export function listDocumentRoutes(dependencies: {
  capture: CaptureStore
  extractor: Extractor
  findResponseConfig: (session: Session) => ResponseConfig | undefined
  now: SessionClock['now']
}): Route[] {
  const { capture, extractor, findResponseConfig, now } = dependencies

  function createResourceResponse(
    session: Session,
    call: ApiCall,
    document: CapturedDocument,
  ): RouteResponse {
    trackDevice(session, call, 'RESOURCE_CREATED', now(session), document.id)
    return createJsonResponse(201, { id: document.id, pages: document.pages.length })
  }

  return [
    sessionRoute('POST', '/resources/id-documents', 'token', (session, call) => {
      const document = addIdDocument(
        session,
        parsePayload(newDocumentSchema, call.body),
        now(session),
      )
      return createResourceResponse(session, call, document)
    }),

    sessionRoute(
      'PUT',
      '/resources/id-documents/:resourceId/pages/:page',
      'token',
      (session, call) => {
        const document = findIdDocument(session, call)
        const method = readCaptureMethod(session, call)
        capture.storePage(
          session,
          document,
          getIndexParam(call, 'page'),
          parseImage(call.body),
          method,
        )
        return createEmptyResponse()
      },
    ),

    sessionRoute(
      'PUT',
      '/resources/id-documents/:resourceId/pages/:page/frames/:frame',
      'token',
      (session, call) => {
        const index = { page: getIndexParam(call, 'page'), frame: getIndexParam(call, 'frame') }
        const document = findIdDocument(session, call)
        capture.storePageFrame(session, document, index, parseImage(call.body))
        return createEmptyResponse()
      },
    ),

    sessionRoute(
      'POST',
      '/resources/id-documents/:resourceId/text-extraction',
      'token',
      async (session, call) => {
        const document = findIdDocument(session, call)
        if (document.pages.some(({ media }) => media === undefined)) {
          throw new ApiError('INCOMPLETE')
        }
        if (document.tasks.some(({ state }) => state !== 'CREATED')) {
          throw new ApiError('RESOURCE_LOCKED')
        }
        const requirement = findRequirement(session, document.requirementId, 'ID_DOCUMENT')
        const config = findResponseConfig(session)
        const recommendation = await extractor.extract(session, document, config)
        return createJsonResponse(200, {
          state: document.tasks[0]?.state ?? 'DONE',
          recommendation,
          attempts_remaining: requirement.attemptsLeft,
        })
      },
    ),

    sessionRoute('POST', '/resources/supplementary-documents', 'token', (session, call) => {
      const chosen = parsePayload(newDocumentSchema, call.body)
      const document = addSupplementaryDocument(session, chosen, now(session))
      return createResourceResponse(session, call, document)
    }),

    sessionRoute(
      'PUT',
      '/resources/supplementary-documents/:resourceId/pages/:page',
      'token',
      (session, call) => {
        const document = findSupplementaryDocument(session, call)
        const method = readCaptureMethod(session, call)
        capture.storePage(
          session,
          document,
          getIndexParam(call, 'page'),
          parseImage(call.body),
          method,
        )
        // Text extraction starts with the last page.
        if (call.query.get('more') !== 'true')
          capture.extractSupplementaryDocument(session, document)
        return createEmptyResponse()
      },
    ),

    sessionRoute(
      'PUT',
      '/resources/supplementary-documents/:resourceId/file',
      'token',
      (session, call) => {
        const document = findSupplementaryDocument(session, call)
        capture.storeFile(session, document, parsePdf(call.body))
        capture.extractSupplementaryDocument(session, document)
        return createEmptyResponse()
      },
    ),
  ]
}

function findIdDocument(session: Session, call: ApiCall): CapturedDocument {
  return findResource(session.idDocuments, getParam(call, 'resourceId'))
}

function findSupplementaryDocument(session: Session, call: ApiCall): CapturedDocument {
  return findResource(session.supplementaryDocuments, getParam(call, 'resourceId'))
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
