import { z } from 'zod'
import { getRequirementState } from '../capture/requirement-state.js'
import { responseConfigSchema } from '../checks/response-config.js'
import { finishSession } from '../checks/run-checks.js'
import { ApiError } from '../http/api-error.js'
import { parsePayload } from '../http/parse-payload.js'
import {
  applicationRoute,
  getParam,
  sessionRoute,
  type ApiCall,
  type Route,
} from '../http/route.js'
import type { Media } from './media.js'
import { buildSessionConfiguration } from './session-configuration.js'
import { parseSessionPayload } from './session-payload.js'
import { buildSessionResult } from './session-result.js'
import type { SessionStore } from './session-store.js'
import {
  createSession,
  getSessionState,
  getTokenTtlSeconds,
  type Session,
  type SessionEnvironment,
} from './session.js'
import { trackDevice } from './tracked-device.js'

const clientErrorSchema = z.object({ code: z.int() })

export function listSessionRoutes(
  sessions: SessionStore,
  environment: SessionEnvironment,
  onCreated: (session: Session) => void,
): readonly Route[] {
  return [
    applicationRoute('POST', '/sessions', (application, { body }) => {
      const payload = parseSessionPayload(body, environment.clock.now())
      const session = createSession(application, payload, environment)
      const { id, token } = session
      sessions.add(session)
      const ttl = getTokenTtlSeconds(session)
      onCreated(session)
      const json = { client_session_token_ttl: ttl, client_session_token: token, session_id: id }
      return { status: 201, json, sessionId: id }
    }),

    sessionRoute('GET', '', 'signed', (session) => ({ json: buildSessionResult(session) })),

    sessionRoute('DELETE', '', 'signed', (session) => {
      if (getSessionState(session) === 'ONGOING') throw new ApiError('RESOURCE_LOCKED')
      sessions.drop(session)
    }),

    sessionRoute('GET', '/media/:mediaId/content', 'signed', (session, call) => {
      const { contentType, content, withheld } = findMedia(session, call)
      return withheld ? undefined : { contentType, content }
    }),

    sessionRoute('DELETE', '/media/:mediaId/content', 'signed', (session, call) => {
      const media = findMedia(session, call)
      if (getSessionState(session) === 'ONGOING') {
        throw new ApiError(session.token === undefined ? 'RESOURCE_LOCKED' : 'SESSION_LOCKED')
      }
      media.isDeleted = true
      session.media.delete(media.id)
    }),

    sessionRoute('GET', '/tracked-devices', 'signed', ({ trackedDevices }) => ({
      json: trackedDevices,
    })),

    sessionRoute('DELETE', '/tracked-devices', 'signed', (session) => {
      session.trackedDevices = []
    }),
  ]
}

/** How a capture client starts and ends. */
export const CLIENT_ROUTES: readonly Route[] = [
  sessionRoute('GET', '/configuration', 'signed-or-token', (session, call) => {
    if (call.token !== undefined) {
      const isFaceMissing = session.requirements.some(
        (one) => one.type === 'FACE_CAPTURE' && getRequirementState(session, one) !== 'COMPLETE',
      )
      if (isFaceMissing) throw new ApiError('SESSION_NOT_READY')
      const seen = session.trackedDevices.some(({ event }) => event === 'CONFIG_FIRST_LOADED')
      if (!seen) trackDevice(session, call, 'CONFIG_FIRST_LOADED')
    }
    return { json: buildSessionConfiguration(session) }
  }),

  sessionRoute('PUT', '/biometric-consent', 'token', (session) => {
    session.biometricConsentAt ??= session.clock.now()
  }),

  sessionRoute('DELETE', '/client-session-token', 'token', (session, call) => {
    finishSession(session)
    trackDevice(session, call, 'CLIENT_SESSION_TOKEN_DELETED')
  }),

  sessionRoute('POST', '/client-error', 'token', (session, { body }) => {
    session.clientErrors.push(parsePayload(clientErrorSchema, body).code)
  }),
]

/** Response configurations, for one session or for all sessions of an application. */
export const SANDBOX_ROUTES: readonly Route[] = [
  sessionRoute('PUT', '/response-config', 'signed', (session, { body }) => {
    session.responseConfig = parsePayload(responseConfigSchema, body)
    return {}
  }),

  applicationRoute('PUT', '/apps/:sdkId/response-config', (application, { body }) => {
    application.responseConfig = parsePayload(responseConfigSchema, body)
    return {}
  }),
]

function findMedia(session: Session, call: ApiCall): Media {
  const media = session.media.get(getParam(call, 'mediaId'))
  if (media === undefined) throw new ApiError('MEDIA_CONTENT_NOT_FOUND')
  return media
}
