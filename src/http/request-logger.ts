import { isIP } from 'node:net'
import type { Request, RequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import { v4 as uuid } from 'uuid'
import type { RequestContext } from '../request-context.js'
import { isUuid } from './parse-uuid.js'
import { toBareAddress } from './rate-limit.js'

export interface RequestMeasurement {
  /** A pattern, or `(no route)`. */
  route: string
  method: string
  status: number | 'aborted'
  seconds: number
}

interface RequestLoggerOptions {
  logger: Logger
  audit: { write(fields: object): void }
  recordRequest: (request: RequestMeasurement) => void
}

/** By method and route. docs/operations.md lists them. */
export const AUDIT_ACTIONS: Readonly<Record<string, string>> = {
  'POST /sessions': 'session.create',
  'POST /api/sessions': 'session.create',
  'GET /api/sessions': 'session.list',
  'POST /api/sessions/:sessionId/decision': 'session.decide',
  'GET /handover/:token': 'handover.redeem',
  'POST /sessions/:sessionId/phone': 'phone.link',
  'POST /phone/:token': 'phone.redeem',
  'GET /sessions/:sessionId': 'session.read',
  'GET /api/sessions/:sessionId': 'session.read',
  'GET /api/sessions/:sessionId/configuration': 'configuration.read',
  'GET /api/sessions/:sessionId/tracked-devices': 'devices.read',
  'GET /api/sessions/:sessionId/result': 'result.read',
  'GET /sessions/:sessionId/media/:mediaId': 'media.read',
  'GET /api/sessions/:sessionId/media/:mediaId': 'media.read',
  'DELETE /api/sessions/:sessionId/media/:mediaId': 'media.erase',
  'PUT /api/sessions/:sessionId/face-capture': 'face.upload',
  'POST /sessions/:sessionId/delete': 'session.erase',
  'DELETE /api/sessions/:sessionId': 'session.erase',
  'POST /sessions/:sessionId/finish': 'owner.sign-out',
}

/**
 * When a response has ended, or its client has gone: one log line, whose fields are allow-listed, so that no URL, header
 * or body is logged, one measurement, and an audit line if the route is an action.
 */
export function createRequestLogger({
  logger,
  audit,
  recordRequest,
}: RequestLoggerOptions): RequestHandler {
  return (req, res, next) => {
    const context: RequestContext = res.locals
    const startedAt = performance.now()
    // A closed socket has none.
    const { ip = '' } = req
    const requestId = uuid()
    res.setHeader('X-Request-Id', requestId)
    // Without a listener, an error of a response that was aborted would end the process.
    res.on('error', (err) => {
      context.error = err
    })
    res.once('close', () => {
      const durationMs = performance.now() - startedAt
      const { method } = req
      const { statusCode: status, writableFinished } = res
      const route = getRoutePattern(req)
      const { traceId, caller, error } = context
      const sessionId = getSessionId(route, req.originalUrl) ?? context.sessionId
      const identity = { requestId, traceId, caller, sessionId }

      const line = { ...identity, method, route, status, durationMs: Math.round(durationMs) }
      if (error === undefined && status < 500) logger.info(line, 'request')
      else logger.error({ ...line, err: error }, 'request failed')

      const seconds = durationMs / 1000
      recordRequest({ route, method, status: writableFinished ? status : 'aborted', seconds })

      const action = findAction(`${method} ${route}`, context)
      if (action === undefined) return
      const address = toBareAddress(ip)
      audit.write({
        action,
        result: getResult(res),
        ...identity,
        userReference: context.userReference,
        // TRUST_PROXY may be too high, and then it is any text.
        address: isIP(address) === 0 ? undefined : address,
      })
    })
    next()
  }
}

function getRoutePattern(req: Request): string {
  const route = req.route as { path?: unknown } | undefined
  return typeof route?.path === 'string' ? route.path : '(no route)'
}

/**
 * From the URL, because Express resets `req.params` when a handler throws. Counted from its end, because it may start
 * with the base path.
 */
function getSessionId(route: string, url: string): string | undefined {
  const pattern = route.split('/')
  const index = pattern.indexOf(':sessionId')
  if (index === -1) return undefined
  const value = url
    .split('?', 1)[0]
    ?.split('/')
    .at(index - pattern.length)
  return isUuid(value) ? value : undefined
}

function findAction(route: string, { isAuthRefused, page }: RequestContext): string | undefined {
  if (isAuthRefused === true) return 'auth.refuse'
  const action = AUDIT_ACTIONS[route]
  return action === 'session.read' && page === 'results' ? 'result.read' : action
}

function getResult({ statusCode, writableFinished }: Response): 'ok' | 'refused' | 'failed' {
  if (statusCode >= 500 || !writableFinished) return 'failed'
  return statusCode >= 400 ? 'refused' : 'ok'
}
