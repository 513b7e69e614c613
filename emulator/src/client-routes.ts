import { z } from 'zod'
import { createEmptyResponse, createJsonResponse } from './route-response.js'
import type { Completion } from './completion.js'
import { ApiError } from './api-error.js'
import { parsePayload } from './parse-payload.js'
import { getRequirementState } from './requirement.js'
import { sessionRoute, type ApiCall, type Route } from './route.js'
import type { SessionClock } from './session-clock.js'
import { buildSessionConfiguration } from './session-configuration.js'
import type { Session } from './session.js'
import { createTrackedDevice, describeDevice, type TrackedDevice } from './tracked-device.js'

const clientErrorSchema = z.object({ code: z.int() })

/** How a capture client starts and ends. */
export function listClientRoutes(completion: Completion, now: SessionClock['now']): Route[] {
  return [
    sessionRoute('GET', '/configuration', 'signed-or-token', (session, call) => {
      if (call.caller.kind === 'client') {
        if (isReferenceFaceMissing(session)) throw new ApiError('SESSION_NOT_READY')
        const seen = session.trackedDevices.some(({ event }) => event === 'CONFIG_FIRST_LOADED')
        if (!seen) trackDevice(session, call, 'CONFIG_FIRST_LOADED', now(session))
      }
      return createJsonResponse(200, buildSessionConfiguration(session, now(session)))
    }),

    sessionRoute('PUT', '/biometric-consent', 'token', (session) => {
      session.biometricConsentAt ??= now(session)
      return createEmptyResponse()
    }),

    sessionRoute('DELETE', '/client-session-token', 'token', (session, call) => {
      completion.finish(session)
      trackDevice(session, call, 'CLIENT_SESSION_TOKEN_DELETED', now(session))
      return createEmptyResponse()
    }),

    sessionRoute('POST', '/client-error', 'token', (session, { body }) => {
      session.clientErrors.push(parsePayload(clientErrorSchema, body).code)
      return createEmptyResponse()
    }),
  ]
}

export function trackDevice(
  session: Session,
  { headers, query }: ApiCall,
  event: TrackedDevice['event'],
  now: number,
  resourceId?: string,
): void {
  const preferred = headers['accept-language']?.split(',')[0] ?? ''
  const device = describeDevice(
    headers['user-agent'] ?? '',
    query.get('detectedLocale') ?? preferred,
  )
  session.trackedDevices.push(createTrackedDevice(event, device, now, resourceId))
}

function isReferenceFaceMissing(session: Session): boolean {
  return session.requirements.some(
    (requirement) =>
      requirement.type === 'FACE_CAPTURE' &&
      getRequirementState(session, requirement) !== 'COMPLETE',
  )
}
