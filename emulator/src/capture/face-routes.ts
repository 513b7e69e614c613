import { z } from 'zod'
import { evaluateLiveness } from '../checks/run-checks.js'
import { ApiError } from '../http/api-error.js'
import { parsePayload } from '../http/parse-payload.js'
import { getIndexParam, NO_CONTENT, sessionRoute, type ApiCall, type Route } from '../http/route.js'
import { parseImage, parseImagePart } from '../http/uploads.js'
import type { Session } from '../sessions/session.js'
import { trackDevice } from '../sessions/tracked-device.js'
import { addFaceCapture, addLivenessCapture, newLivenessSchema } from './add-resource.js'
import { findResource } from './document-routes.js'
import type { LivenessCapture, Resource } from './resource.js'
import { storeLivenessFrame, storeMedia } from './store-media.js'

const newFaceCaptureSchema = z.object({ requirement_id: z.string() })

export const FACE_ROUTES: readonly Route[] = [
  sessionRoute('POST', '/resources/liveness', 'token', (session, call) => {
    const { id } = addLivenessCapture(session, parsePayload(newLivenessSchema, call.body))
    trackDevice(session, call, 'RESOURCE_CREATED', id)
    return { status: 201, json: { id } }
  }),

  sessionRoute('PUT', '/resources/liveness/:resourceId/image', 'token', (session, call) => {
    const liveness = findPendingLiveness(session, call)
    liveness.image = storeMedia(session, liveness, parseImage(call.body))
    return NO_CONTENT
  }),

  sessionRoute('PUT', '/resources/liveness/:resourceId/frames/:frame', 'token', (session, call) => {
    const liveness = findPendingLiveness(session, call)
    storeLivenessFrame(session, liveness, getIndexParam(call, 'frame'), parseImage(call.body))
    return NO_CONTENT
  }),

  sessionRoute('PUT', '/resources/liveness/:resourceId/facemap', 'token', (session, call) => {
    const liveness = findPendingLiveness(session, call)
    const facemap = { contentType: 'application/octet-stream', content: call.body }
    liveness.facemap = storeMedia(session, liveness, facemap)
    return NO_CONTENT
  }),

  sessionRoute(
    'POST',
    '/resources/liveness/:resourceId/attempt',
    'token',
    async (session, call) => {
      const liveness = findPendingLiveness(session, call)
      if ((liveness.image ?? liveness.facemap) === undefined) throw new ApiError('INCOMPLETE')
      return { json: await evaluateLiveness(session, liveness) }
    },
  ),

  sessionRoute('POST', '/resources/face-capture', 'signed-or-token', (session, call) => {
    const { requirement_id: requirementId } = parsePayload(newFaceCaptureSchema, call.body)
    const { id } = addFaceCapture(session, requirementId, getSource(call))
    return { status: 201, json: { id, frames: 1 } }
  }),

  sessionRoute(
    'PUT',
    '/resources/face-capture/:resourceId/image',
    'signed-or-token',
    (session, call) => {
      const face = findResource(session.faceCaptures, call)
      if (face.source !== getSource(call)) throw new ApiError('NOT_YOUR_RESOURCE')
      face.image = storeMedia(session, face, parseImagePart(call.body, 'binary-content'))
      return {}
    },
  ),
]

/** Each attempt is evaluated only once. */
function findPendingLiveness(session: Session, call: ApiCall): LivenessCapture {
  const capture = findResource(session.livenessCaptures, call)
  if (capture.passed !== undefined) throw new ApiError('RESOURCE_LOCKED')
  return capture
}

function getSource({ token }: ApiCall): Resource['source'] {
  return token === undefined ? 'RELYING_BUSINESS' : 'END_USER'
}
