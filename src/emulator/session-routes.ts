import { answerContent, answerEmpty, answerJson } from './answer.js'
import type { Clock } from './clock.js'
import { ErrorAnswer } from './error-answer.js'
import { parsePayload } from './payload.js'
import { responseConfigSchema } from './response-config.js'
import { applicationRoute, readParam, sessionRoute, type Route } from './route.js'
import type { SessionClock } from './session-clock.js'
import { parseSessionPayload } from './session-payload.js'
import { buildSessionResult } from './session-result.js'
import type { SessionStore } from './session-store.js'
import { createSession, stateOf, tokenTtlOf, type Session } from './session.js'

/** What the relying party's server calls. */
export function listSessionRoutes(parts: {
  sessions: SessionStore
  clock: Clock
  now: SessionClock['now']
}): Route[] {
  const { sessions, clock, now } = parts

  return [
    applicationRoute('POST', '/sessions', ({ sdkId }, { body }) => {
      const time = clock.now()
      const session = createSession(sdkId, parseSessionPayload(body, time), time)
      sessions.add(session)
      const answer = answerJson(201, {
        client_session_token_ttl: tokenTtlOf(session, now(session)),
        client_session_token: session.token,
        session_id: session.id,
      })
      return { ...answer, sessionId: session.id }
    }),

    sessionRoute('GET', '', 'signed', (session) =>
      answerJson(200, buildSessionResult(session, now(session))),
    ),

    sessionRoute('DELETE', '', 'signed', (session) => {
      if (stateOf(session, now(session)) === 'ONGOING') throw new ErrorAnswer('RESOURCE_LOCKED')
      sessions.delete(session.id)
      return answerEmpty()
    }),

    sessionRoute('GET', '/media/:mediaId/content', 'signed', (session, call) => {
      const { contentType, content, withheld } = findMedia(session, readParam(call, 'mediaId'))
      return withheld ? answerEmpty() : answerContent(contentType, content)
    }),

    sessionRoute('DELETE', '/media/:mediaId/content', 'signed', (session, call) => {
      const media = findMedia(session, readParam(call, 'mediaId'))
      if (stateOf(session, now(session)) === 'ONGOING') {
        throw new ErrorAnswer(session.token === undefined ? 'RESOURCE_LOCKED' : 'SESSION_LOCKED')
      }
      session.media.delete(media.id)
      return answerEmpty()
    }),

    sessionRoute('GET', '/tracked-devices', 'signed', (session) =>
      answerJson(200, session.trackedDevices),
    ),

    sessionRoute('DELETE', '/tracked-devices', 'signed', (session) => {
      session.trackedDevices = []
      return answerEmpty()
    }),
  ]
}

/** What only the sandbox has: choosing what comes back, for a session or for all of an application's. */
export function listSandboxRoutes(): Route[] {
  return [
    sessionRoute('PUT', '/response-config', 'signed', (session, { body }) => {
      session.responseConfig = parsePayload(responseConfigSchema, body)
      return answerEmpty(200)
    }),

    applicationRoute('PUT', '/apps/:sdkId/response-config', (application, { body }) => {
      application.responseConfig = parsePayload(responseConfigSchema, body)
      return answerEmpty(200)
    }),
  ]
}

function findMedia(session: Session, mediaId: string) {
  const media = session.media.get(mediaId)
  if (media === undefined) throw new ErrorAnswer('MEDIA_CONTENT_NOT_FOUND')
  return media
}
