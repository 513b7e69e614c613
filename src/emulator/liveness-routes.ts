import { z } from 'zod'
import { addLivenessCapture, findResource } from './add-resource.js'
import { answerEmpty, answerJson } from './answer.js'
import type { Capture } from './capture.js'
import { trackDevice } from './client-routes.js'
import type { Completion } from './completion.js'
import { ErrorAnswer } from './error-answer.js'
import { parseImage } from './image.js'
import { parsePayload } from './payload.js'
import type { LivenessCapture } from './resource.js'
import { readIndex, readParam, sessionRoute, type Call, type Route } from './route.js'
import type { SessionClock } from './session-clock.js'
import type { Session } from './session.js'

const newLivenessSchema = z.object({ requirement_id: z.string(), liveness_type: z.string() })

/** The client page's calls for one attempt at liveness after another. */
export function listLivenessRoutes(parts: {
  capture: Capture
  completion: Completion
  now: SessionClock['now']
}): Route[] {
  const { capture, completion, now } = parts

  return [
    sessionRoute('POST', '/resources/liveness', 'token', (session, call) => {
      const { id } = addLivenessCapture(
        session,
        parsePayload(newLivenessSchema, call.body),
        now(session),
      )
      trackDevice(session, call, 'RESOURCE_CREATED', now(session), id)
      return answerJson(201, { id })
    }),

    sessionRoute('PUT', '/resources/liveness/:resourceId/image', 'token', (session, call) => {
      const liveness = findOpenLiveness(session, call)
      liveness.image = capture.storeMedia(session, liveness, parseImage(call.body))
      return answerEmpty()
    }),

    sessionRoute(
      'PUT',
      '/resources/liveness/:resourceId/frames/:frame',
      'token',
      (session, call) => {
        const liveness = findOpenLiveness(session, call)
        const image = parseImage(call.body)
        capture.storeLivenessFrame(session, liveness, readIndex(call, 'frame'), image)
        return answerEmpty()
      },
    ),

    sessionRoute('PUT', '/resources/liveness/:resourceId/facemap', 'token', (session, call) => {
      const liveness = findOpenLiveness(session, call)
      const facemap = { contentType: 'application/octet-stream', content: call.body }
      liveness.facemap = capture.storeMedia(session, liveness, facemap)
      return answerEmpty()
    }),

    sessionRoute(
      'POST',
      '/resources/liveness/:resourceId/attempt',
      'token',
      async (session, call) => {
        const liveness = findOpenLiveness(session, call)
        if ((liveness.image ?? liveness.facemap) === undefined) throw new ErrorAnswer('INCOMPLETE')
        return answerJson(200, await completion.judgeLiveness(session, liveness))
      },
    ),
  ]
}

/** An attempt is judged once. */
function findOpenLiveness(session: Session, call: Call): LivenessCapture {
  const capture = findResource(session.livenessCaptures, readParam(call, 'resourceId'))
  if (capture.passed !== undefined) throw new ErrorAnswer('RESOURCE_LOCKED')
  return capture
}
