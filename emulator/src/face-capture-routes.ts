import { z } from 'zod'
import { createEmptyResponse, createJsonResponse } from './route-response.js'
import { addFaceCapture, findResource } from './add-resource.js'
import type { CaptureStore } from './capture-store.js'
import { ApiError } from './api-error.js'
import { parseDeclaredImage } from './image.js'
import { parseFilePart } from './multipart.js'
import { parsePayload } from './parse-payload.js'
import { getParam, sessionRoute, type ApiCall, type Route } from './route.js'
import type { SessionClock } from './session-clock.js'

const newFaceCaptureSchema = z.object({ requirement_id: z.string() })

export function listFaceCaptureRoutes(capture: CaptureStore, now: SessionClock['now']): Route[] {
  return [
    sessionRoute('POST', '/resources/face-capture', 'signed-or-token', (session, call) => {
      const { requirement_id: requirementId } = parsePayload(newFaceCaptureSchema, call.body)
      const { id } = addFaceCapture(session, requirementId, readSource(call), now(session))
      return createJsonResponse(201, { id, frames: 1 })
    }),

    sessionRoute(
      'PUT',
      '/resources/face-capture/:resourceId/image',
      'signed-or-token',
      (session, call) => {
        const face = findResource(session.faceCaptures, getParam(call, 'resourceId'))
        if (face.source !== readSource(call)) throw new ApiError('NOT_YOUR_RESOURCE')
        const image = parseDeclaredImage(parseFilePart(call.body, 'binary-content'))
        face.image = capture.storeMedia(session, face, image)
        return createEmptyResponse(200)
      },
    ),
  ]
}

function readSource({ caller }: ApiCall): 'END_USER' | 'RELYING_BUSINESS' {
  return caller.kind === 'client' ? 'END_USER' : 'RELYING_BUSINESS'
}
