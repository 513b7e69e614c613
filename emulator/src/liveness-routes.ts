import { z } from 'zod'
import { addLivenessCapture, findResource } from './add-resource.js'
import { createEmptyResponse, createJsonResponse } from './route-response.js'
import type { CaptureStore } from './capture-store.js'
import { trackDevice } from './client-routes.js'
import type { Completion } from './completion.js'
import { ApiError } from './api-error.js'
import { parseImage } from './image.js'
import { parsePayload } from './parse-payload.js'
import type { LivenessCapture } from './resource.js'
import { getIndexParam, getParam, sessionRoute, type ApiCall, type Route } from './route.js'
import type { SessionClock } from './session-clock.js'
import type { Session } from './session.js'

const newLivenessSchema = z.object({ requirement_id: z.string(), liveness_type: z.string() })

export function listLivenessRoutes(dependencies: {
  capture: CaptureStore
  completion: Completion
  now: SessionClock['now']
}): Route[] {
  const { capture, completion, now } = dependencies

  return [
    sessionRoute('POST', '/resources/liveness', 'token', (session, call) => {
      const { id } = addLivenessCapture(
        session,
        parsePayload(newLivenessSchema, call.body),
        now(session),
      )
      trackDevice(session, call, 'RESOURCE_CREATED', now(session), id)
      return createJsonResponse(201, { id })
    }),

    sessionRoute('PUT', '/resources/liveness/:resourceId/image', 'token', (session, call) => {
      const liveness = findPendingLiveness(session, call)
      liveness.image = capture.storeMedia(session, liveness, parseImage(call.body))
      return createEmptyResponse()
    }),

    sessionRoute(
      'PUT',
      '/resources/liveness/:resourceId/frames/:frame',
      'token',
      (session, call) => {
        const liveness = findPendingLiveness(session, call)
        const image = parseImage(call.body)
        capture.storeLivenessFrame(session, liveness, getIndexParam(call, 'frame'), image)
        return createEmptyResponse()
      },
    ),

    sessionRoute('PUT', '/resources/liveness/:resourceId/facemap', 'token', (session, call) => {
      const liveness = findPendingLiveness(session, call)
      const facemap = { contentType: 'application/octet-stream', content: call.body }
      liveness.facemap = capture.storeMedia(session, liveness, facemap)
      return createEmptyResponse()
    }),

    sessionRoute(
      'POST',
      '/resources/liveness/:resourceId/attempt',
      'token',
      async (session, call) => {
        const liveness = findPendingLiveness(session, call)
        if ((liveness.image ?? liveness.facemap) === undefined) throw new ApiError('INCOMPLETE')
        return createJsonResponse(200, await completion.evaluateLiveness(session, liveness))
      },
    ),
  ]
}

/** Each attempt is evaluated only once. */
function findPendingLiveness(session: Session, call: ApiCall): LivenessCapture {
  const capture = findResource(session.livenessCaptures, getParam(call, 'resourceId'))
  if (capture.passed !== undefined) throw new ApiError('RESOURCE_LOCKED')
  return capture
}
