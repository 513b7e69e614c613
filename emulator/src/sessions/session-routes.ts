import { responseConfigSchema } from '../checks/response-config.js'
import { ApiError } from '../http/api-error.js'
import { parsePayload } from '../http/parse-payload.js'
import {
  applicationRoute,
  getParam,
  NO_CONTENT,
  sessionRoute,
  type ApiCall,
  type Route,
} from '../http/route.js'
import type { Media } from './media.js'
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

export function listSessionRoutes(
  sessions: SessionStore,
  environment: SessionEnvironment,
): readonly Route[] {
  return [
    applicationRoute('POST', '/sessions', (application, { body }) => {
      const payload = parseSessionPayload(body, environment.clock.now())
      const session = createSession(application, payload, environment)
      sessions.add(session)
      const json = {
        client_session_token_ttl: getTokenTtlSeconds(session),
        client_session_token: session.token,
        session_id: session.id,
      }
      return { status: 201, json, sessionId: session.id }
    }),

    sessionRoute('GET', '', 'signed', (session) => ({ json: buildSessionResult(session) })),

    sessionRoute('DELETE', '', 'signed', (session) => {
      if (getSessionState(session) === 'ONGOING') throw new ApiError('RESOURCE_LOCKED')
      sessions.drop(session)
      return NO_CONTENT
    }),

    sessionRoute('GET', '/media/:mediaId/content', 'signed', (session, call) => {
      const { contentType, content, withheld } = findMedia(session, call)
      return withheld ? NO_CONTENT : { contentType, content }
    }),

    sessionRoute('DELETE', '/media/:mediaId/content', 'signed', (session, call) => {
      const media = findMedia(session, call)
      if (getSessionState(session) === 'ONGOING') {
        throw new ApiError(session.token === undefined ? 'RESOURCE_LOCKED' : 'SESSION_LOCKED')
      }
      media.isDeleted = true
      session.media.delete(media.id)
      return NO_CONTENT
    }),

    sessionRoute('GET', '/tracked-devices', 'signed', ({ trackedDevices }) => ({
      json: trackedDevices,
    })),

    sessionRoute('DELETE', '/tracked-devices', 'signed', (session) => {
      session.trackedDevices = []
      return NO_CONTENT
    }),
  ]
}

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
