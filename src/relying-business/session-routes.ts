import express, { Router } from 'express'
import { parseUuid } from '../http/parse.js'
import type { Order, Ordered, OrderedSessions } from '../sessions/session.js'
import { YotiResponseError } from '../yoti/errors.js'
import { readCallerHash } from './api-keys.js'
import { describeOrdered, describeSession } from './describe-session.js'
import { createFindOwn } from './own-session.js'
import { ProblemError } from './problem-error.js'
import { createOrderReader, type OrderRules } from './read-order.js'
import type { ErasureUnderWay } from './schemas/session-answer.js'

export interface SessionRoutesOptions extends OrderRules {
  sessions: OrderedSessions
  baseUrl: string
  now?: () => number
}

const MAX_BODY_SIZE = 100 * 1024

/** Order a session, look at it, erase it. */
export function createSessionRoutes(options: SessionRoutesOptions): Router {
  const { sessions, baseUrl, now = Date.now } = options
  const readOrder = createOrderReader(options)
  const findOwn = createFindOwn(sessions)

  return Router({ strict: true, caseSensitive: true })
    .post(
      '/api/sessions',
      (req, _res, next) => {
        if (req.is('application/json') === false) throw new ProblemError('UNSUPPORTED_TYPE')
        next()
      },
      express.json({ limit: MAX_BODY_SIZE }),
      async (req, res) => {
        const order = readOrder(req.body, req.get('Idempotency-Key'), readCallerHash(res))
        const ordered = await place(sessions, order)
        res.status(201).location(`${baseUrl}/api/sessions/${ordered.session.sessionId}`)
        res.json(describeOrdered(ordered, baseUrl, now()))
      },
    )
    .get('/api/sessions/:sessionId', async (req, res) => {
      const sessionId = parseUuid(req.params.sessionId)
      res.json(describeSession(await sessions.lookByCaller(sessionId, readCallerHash(res))))
    })
    .delete('/api/sessions/:sessionId', async (req, res) => {
      const session = await findOwn(req, res)
      const { state } = session.state === 'ERASED' ? session : await sessions.erase(session)
      if (state === 'ERASED') res.status(204).end()
      else res.status(202).json({ state, erasing: true } satisfies ErasureUnderWay)
    })
}

/** A specification of the caller's own is the caller's to mend; a preset is ours. */
async function place(sessions: OrderedSessions, order: Order): Promise<Ordered> {
  try {
    return await sessions.order(order)
  } catch (err) {
    const own = typeof order.preset === 'object'
    if (!own || !(err instanceof YotiResponseError) || err.status !== 400) throw err
    const errors = err.errors.map(({ property }) => ({
      path: `spec.${writePath(property)}`,
      message: 'is refused by Yoti',
    }))
    throw new ProblemError('SPEC_REFUSED', { yotiCode: err.code, errors })
  }
}

/** Yoti writes `requested_checks.0.config`, we write `requested_checks[0].config`. */
function writePath(property: string): string {
  return property.replace(/\.(\d+)(?=\.|\[|$)/g, '[$1]')
}
