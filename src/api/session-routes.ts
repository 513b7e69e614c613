import express, { Router, type RequestHandler } from 'express'
import { PublicError } from '../errors.js'
import { recordAccess } from '../request-context.js'
import type { CreatedSession, Order } from '../sessions/orders.js'
import type { Session } from '../sessions/session.js'
import type { Sessions } from '../sessions/sessions.js'
import { YotiResponseError } from '../yoti/errors.js'
import { findSession, getCaller } from './api-key-auth.js'
import { decisionRequestSchema, toSessionResponse } from './public-fields.js'
import { listQuerySchema, parseQuery } from './query.js'
import {
  INLINE_PRESET,
  parseBody,
  parseSessionRequest,
  type SessionRequestRules,
} from './session-request.js'
import { toCreatedSessionResponse, type ErasureInProgress } from './session-response.js'

export interface SessionRoutesContext {
  config: Pick<SessionRequestRules, 'presets'> & { baseUrl: string; maxBodyBytes: number }
  sessions: Sessions
  scenarios: SessionRequestRules['scenarios']
  now: () => number
}

const requireJson: RequestHandler = (req, _res, next) => {
  if (req.is('application/json') === false) {
    const detail = 'Send JSON with the header `Content-Type: application/json`.'
    throw new PublicError('UNSUPPORTED_TYPE', { detail })
  }
  next()
}

export function createSessionRoutes(context: SessionRoutesContext): Router {
  const { sessions, scenarios, now } = context
  const { baseUrl, maxBodyBytes, presets } = context.config
  const parseJson = express.json({ limit: maxBodyBytes })

  return Router({ strict: true, caseSensitive: true })
    .post('/api/sessions', requireJson, parseJson, async (req, res) => {
      const caller = getCaller(res)
      const rules = { caller, presets, scenarios }
      const request = parseSessionRequest(req.body, req.get('Idempotency-Key'), rules)
      const created = await createSession(sessions, { ...request, callerHash: caller.hash })
      recordAccess(res, created.session)
      res.status(201).location(`${baseUrl}/api/sessions/${created.session.sessionId}`)
      const warnings = request.preset?.name === INLINE_PRESET ? request.preset.warnings : []
      res.json(toCreatedSessionResponse(created, warnings, baseUrl, now()))
    })
    .get('/api/sessions', async (req, res) => {
      const filter = parseQuery(listQuerySchema, req.query)
      const page = await sessions.listForCaller(getCaller(res).hash, filter)
      if (page === undefined) {
        const message = 'expected the nextCursor of a page of yours, got a different string'
        throw new PublicError('VALIDATION', { errors: [{ path: 'query.cursor', message }] })
      }
      res.json({
        sessions: page.sessions.map((each) => ({ ...toSessionResponse(each), checks: undefined })),
        nextCursor: page.nextCursor,
      })
    })
    .get('/api/sessions/:sessionId', async (req, res) => {
      const { session } = await sessions.refreshIfStale(await findSession(sessions, req, res))
      res.json(toSessionResponse(session))
    })
    .post(
      '/api/sessions/:sessionId/decision',
      async (req, res, next) => {
        // First, so that an unknown session looks the same whatever the body.
        const found = await findSession(sessions, req, res)
        res.locals.session = (await sessions.refreshIfStale(found)).session
        next()
      },
      requireJson,
      parseJson,
      async (req, res) => {
        const { session } = res.locals as { session: Session }
        const request = parseBody(decisionRequestSchema, req.body)
        res.json(toSessionResponse(await sessions.decide(session, request)))
      },
    )
    .delete('/api/sessions/:sessionId', async (req, res) => {
      const session = await findSession(sessions, req, res)
      const { state } = session.state === 'ERASED' ? session : await sessions.erase(session)
      if (state === 'ERASED') res.status(204).end()
      else res.status(202).json({ state, erasing: true } satisfies ErasureInProgress)
    })
}

/** Yoti's 400 is the caller's error only if the specification came from the caller. */
async function createSession(sessions: Sessions, order: Order): Promise<CreatedSession> {
  try {
    return await sessions.createForCaller(order)
  } catch (err) {
    const hasInlineSpec = order.preset?.name === INLINE_PRESET
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
