import type { Request, RequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import { pinoHttp } from 'pino-http'
import { v4 as uuid } from 'uuid'
import { serializeError } from '../errors.js'
import type { RequestContext } from '../request-context.js'
import { isUuid } from './parse-uuid.js'

/** One line per request. Fields are allow-listed, so that no URL, header or body is logged. */
export function createRequestLogger(logger: Logger): RequestHandler {
  return pinoHttp<Request, Response>({
    logger,
    genReqId: (_req, res) => {
      const requestId = uuid()
      res.setHeader('X-Request-Id', requestId)
      return requestId
    },
    quietResLogger: true,
    // Without these, pino-http adds its own, and those quote messages.
    serializers: { req: () => undefined, res: () => undefined, err: serializeError },
    wrapSerializers: false,
    customLogLevel: (_req, res, err) => (err || res.statusCode >= 500 ? 'error' : 'info'),
    customSuccessMessage: () => 'request',
    customErrorMessage: () => 'request failed',
    customSuccessObject: toLogFields,
    customErrorObject: (req, res, err, timing: Timing) => ({
      ...toLogFields(req, res, timing),
      err,
    }),
  })
}

interface Timing {
  responseTime: number
}

function toLogFields(req: Request, res: Response, { responseTime }: Timing): object {
  return {
    ...identifyRequest(req, res),
    method: req.method,
    route: getRoutePattern(req),
    status: res.statusCode,
    durationMs: responseTime,
  }
}

export function identifyRequest(req: Request, res: Response): object {
  const context: RequestContext = res.locals
  return {
    requestId: req.id,
    traceId: context.traceId,
    caller: context.caller,
    sessionId: getSessionId(getRoutePattern(req), req.originalUrl) ?? context.sessionId,
  }
}

/**
 * From the URL, because Express resets `req.params` when a handler throws. Counted from its end, because it may start
 * with the base path.
 */
function getSessionId(route: string, url: string): string | undefined {
  const pattern = route.split('/')
  const index = pattern.indexOf(':sessionId')
  const value = url
    .split('?')[0]
    ?.split('/')
    .at(index - pattern.length)
  return index !== -1 && isUuid(value) ? value : undefined
}

export function getRoutePattern(req: Request): string {
  const route = req.route as { path?: unknown } | undefined
  return typeof route?.path === 'string' ? route.path : '(no route)'
}
