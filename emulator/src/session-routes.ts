import { createContentResponse, createEmptyResponse, createJsonResponse } from './route-response.js'
import type { Clock } from './clock.js'
import { ApiError } from './api-error.js'
import { parsePayload } from './parse-payload.js'
import { responseConfigSchema } from './response-config.js'
import { applicationRoute, getParam, sessionRoute, type Route } from './route.js'
import type { SessionClock } from './session-clock.js'
import { parseSessionPayload } from './session-payload.js'
import { buildSessionResult } from './session-result.js'
import type { SessionStore } from './session-store.js'
import { createSession, getSessionState, getTokenTtlSeconds, type Session } from './session.js'

export function listSessionRoutes(dependencies: {
  sessions: SessionStore
  clock: Clock
  now: SessionClock['now']
}): Route[] {
  const { sessions, clock, now } = dependencies

  return [
    applicationRoute('POST', '/sessions', ({ sdkId }, { body }) => {
      const time = clock.now()
      const session = createSession(sdkId, parseSessionPayload(body, time), time)
      sessions.add(session)
      const answer = createJsonResponse(201, {
        client_session_token_ttl: getTokenTtlSeconds(session, now(session)),
        client_session_token: session.token,
        session_id: session.id,
      })
      return { ...answer, sessionId: session.id }
    }),

    sessionRoute('GET', '', 'signed', (session) =>
      createJsonResponse(200, buildSessionResult(session, now(session))),
    ),

    sessionRoute('DELETE', '', 'signed', (session) => {
      if (getSessionState(session, now(session)) === 'ONGOING')
        throw new ApiError('RESOURCE_LOCKED')
      sessions.delete(session.id)
      return createEmptyResponse()
    }),

    sessionRoute('GET', '/media/:mediaId/content', 'signed', (session, call) => {
      const { contentType, content, withheld } = findMedia(session, getParam(call, 'mediaId'))
      return withheld ? createEmptyResponse() : createContentResponse(contentType, content)
    }),

    sessionRoute('DELETE', '/media/:mediaId/content', 'signed', (session, call) => {
      const media = findMedia(session, getParam(call, 'mediaId'))
      if (getSessionState(session, now(session)) === 'ONGOING') {
        throw new ApiError(session.token === undefined ? 'RESOURCE_LOCKED' : 'SESSION_LOCKED')
      }
      session.media.delete(media.id)
      return createEmptyResponse()
    }),

    sessionRoute('GET', '/tracked-devices', 'signed', (session) =>
      createJsonResponse(200, session.trackedDevices),
    ),

    sessionRoute('DELETE', '/tracked-devices', 'signed', (session) => {
      session.trackedDevices = []
      return createEmptyResponse()
    }),
  ]
}

/** Response configurations, for one session or for all sessions of an application. */
export function listSandboxRoutes(): Route[] {
  return [
    sessionRoute('PUT', '/response-config', 'signed', (session, { body }) => {
      session.responseConfig = parsePayload(responseConfigSchema, body)
      return createEmptyResponse(200)
    }),

    applicationRoute('PUT', '/apps/:sdkId/response-config', (application, { body }) => {
      application.responseConfig = parsePayload(responseConfigSchema, body)
      return createEmptyResponse(200)
    }),
  ]
}

function findMedia(session: Session, mediaId: string) {
  const media = session.media.get(mediaId)
  if (media === undefined) throw new ApiError('MEDIA_CONTENT_NOT_FOUND')
  return media
}
