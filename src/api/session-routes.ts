import express, { Router, type RequestHandler } from 'express'
import { PublicError } from '../errors.js'
import { parseUuid } from '../http/parse-uuid.js'
import type { CreatedSession, CreateSessionInput } from '../sessions/session.js'
import type { CallerSessions } from '../sessions/sessions.js'
import { YotiResponseError } from '../yoti/errors.js'
import { getCaller, getCallerHash } from './api-key-auth.js'
import { parseSessionRequest, type SessionRequestRules } from './session-request.js'
import {
  toCreatedSessionResponse,
  toSessionResponse,
  type ErasureInProgress,
} from './session-response.js'

export interface SessionRoutesOptions extends Omit<SessionRequestRules, 'caller'> {
  sessions: CallerSessions
  baseUrl: string
  maxBodyBytes: number
  now: () => number
}

export const requireJson: RequestHandler = (req, _res, next) => {
  if (req.is('application/json') === false) {
    const detail = 'Send JSON with the header `Content-Type: application/json`.'
    throw new PublicError('UNSUPPORTED_TYPE', { detail })
  }
  next()
}

export function createSessionRoutes(options: SessionRoutesOptions): Router {
  const { sessions, baseUrl, maxBodyBytes, now } = options

  return Router({ strict: true, caseSensitive: true })
    .post('/api/sessions', requireJson, express.json({ limit: maxBodyBytes }), async (req, res) => {
      const caller = getCaller(res)
      const rules = { ...options, caller }
      const request = parseSessionRequest(req.body, req.get('Idempotency-Key'), rules)
      const input = { ...request, callerHash: caller.hash }
      const created = await createSession(sessions, input)
      res.status(201).location(`${baseUrl}/api/sessions/${created.session.sessionId}`)
      const warnings = typeof input.preset === 'object' ? input.preset.warnings : []
      res.json(toCreatedSessionResponse(created, warnings, baseUrl, now()))
    })
    .get('/api/sessions/:sessionId', async (req, res) => {
      const sessionId = parseUuid(req.params.sessionId)
      res.json(toSessionResponse(await sessions.refreshForCaller(sessionId, getCallerHash(res))))
    })
    .delete('/api/sessions/:sessionId', async (req, res) => {
      const sessionId = parseUuid(req.params.sessionId)
      const session = await sessions.getForCaller(sessionId, getCallerHash(res))
      const { state } = session.state === 'ERASED' ? session : await sessions.erase(session)
      if (state === 'ERASED') res.status(204).end()
      else res.status(202).json({ state, erasing: true } satisfies ErasureInProgress)
    })
}

/** Yoti's 400 is the caller's error only if the specification came from the caller. */
async function createSession(
  sessions: CallerSessions,
  input: CreateSessionInput,
): Promise<CreatedSession> {
  try {
    return await sessions.createForCaller(input)
  } catch (err) {
    const hasInlineSpec = typeof input.preset === 'object'
    if (!hasInlineSpec || !(err instanceof YotiResponseError) || err.status !== 400) throw err
    const errors = err.errors.map(({ property }) => ({
      path: `spec.${toJsonPath(property)}`,
      message: 'rejected by Yoti',
    }))
    throw new PublicError('SPEC_REFUSED', { yotiCode: err.code, errors })
  }
}

/** Converts Yoti's `requested_checks.0.config` to `requested_checks[0].config`. */
function toJsonPath(property: string): string {
  return property.replace(/\.(\d+)(?=\.|\[|$)/g, '[$1]')
}
