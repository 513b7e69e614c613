import { z } from 'zod'
import { answerEmpty, answerJson } from './answer.js'
import { addFaceCapture, findResource } from './add-resource.js'
import type { Capture } from './capture.js'
import { ErrorAnswer } from './error-answer.js'
import { parseDeclaredImage } from './image.js'
import { parseFilePart } from './multipart.js'
import { parsePayload } from './payload.js'
import { readParam, sessionRoute, type Call, type Route } from './route.js'
import type { SessionClock } from './session-clock.js'

const newFaceCaptureSchema = z.object({ requirement_id: z.string() })

/** The reference face, which the relying party or its user supplies. */
export function listFaceCaptureRoutes(capture: Capture, now: SessionClock['now']): Route[] {
  return [
    sessionRoute('POST', '/resources/face-capture', 'signed-or-token', (session, call) => {
      const { requirement_id: requirementId } = parsePayload(newFaceCaptureSchema, call.body)
      const { id } = addFaceCapture(session, requirementId, readSource(call), now(session))
      return answerJson(201, { id, frames: 1 })
    }),

    sessionRoute(
      'PUT',
      '/resources/face-capture/:resourceId/image',
      'signed-or-token',
      (session, call) => {
        const face = findResource(session.faceCaptures, readParam(call, 'resourceId'))
        if (face.source !== readSource(call)) throw new ErrorAnswer('NOT_YOUR_RESOURCE')
        const image = parseDeclaredImage(parseFilePart(call.body, 'binary-content'))
        face.image = capture.storeMedia(session, face, image)
        return answerEmpty(200)
      },
    ),
  ]
}

function readSource({ caller }: Call): 'END_USER' | 'RELYING_BUSINESS' {
  return caller.kind === 'client' ? 'END_USER' : 'RELYING_BUSINESS'
}
