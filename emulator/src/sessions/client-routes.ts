import { z } from 'zod'
import { getRequirementState } from '../capture/requirement.js'
import { finishSession } from '../checks/run-checks.js'
import { ApiError } from '../http/api-error.js'
import { parsePayload } from '../http/parse-payload.js'
import { NO_CONTENT, sessionRoute, type Route } from '../http/route.js'
import { buildSessionConfiguration } from './session-configuration.js'
import type { Session } from './session.js'
import { trackDevice } from './tracked-device.js'

const clientErrorSchema = z.object({ code: z.int() })

/** How a capture client starts and ends. */
export const CLIENT_ROUTES: readonly Route[] = [
  sessionRoute('GET', '/configuration', 'signed-or-token', (session, call) => {
    if (call.token !== undefined) {
      if (isReferenceFaceMissing(session)) throw new ApiError('SESSION_NOT_READY')
      const seen = session.trackedDevices.some(({ event }) => event === 'CONFIG_FIRST_LOADED')
      if (!seen) trackDevice(session, call, 'CONFIG_FIRST_LOADED')
    }
    return { json: buildSessionConfiguration(session) }
  }),

  sessionRoute('PUT', '/biometric-consent', 'token', (session) => {
    session.biometricConsentAt ??= session.clock.now()
    return NO_CONTENT
  }),

  sessionRoute('DELETE', '/client-session-token', 'token', (session, call) => {
    finishSession(session)
    trackDevice(session, call, 'CLIENT_SESSION_TOKEN_DELETED')
    return NO_CONTENT
  }),

  sessionRoute('POST', '/client-error', 'token', (session, { body }) => {
    session.clientErrors.push(parsePayload(clientErrorSchema, body).code)
    return NO_CONTENT
  }),
]

function isReferenceFaceMissing(session: Session): boolean {
  return session.requirements.some(
    (requirement) =>
      requirement.type === 'FACE_CAPTURE' &&
      getRequirementState(session, requirement) !== 'COMPLETE',
  )
}
