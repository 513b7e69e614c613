import type { Request, RequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import { pinoHttp } from 'pino-http'
import { v4 as uuid } from 'uuid'
import { describeError } from '../errors.js'

/** One line a request: the route's pattern and an allow-list of fields, never a URL, a header or a body. */
export function createRequestLog(logger: Logger): RequestHandler {
  return pinoHttp<Request, Response>({
    logger,
    genReqId: (_req, res) => {
      const requestId = uuid()
      res.setHeader('X-Request-Id', requestId)
      return requestId
    },
    quietResLogger: true,
    // Given here again: pino-http would put its own in place, which quotes messages.
    serializers: { req: () => undefined, res: () => undefined, err: describeError },
    wrapSerializers: false,
    customLogLevel: (_req, res, err) => (err || res.statusCode >= 500 ? 'error' : 'info'),
    customSuccessMessage: () => 'request',
    customErrorMessage: () => 'request failed',
    customSuccessObject: describeRequest,
    customErrorObject: (req, res, err, value: Timed) => ({
      ...describeRequest(req, res, value),
      err,
    }),
  })
}

interface Timed {
  responseTime: number
}

function describeRequest(req: Request, res: Response, { responseTime }: Timed): object {
  return {
    requestId: req.id,
    method: req.method,
    route: findRoutePattern(req),
    status: res.statusCode,
    durationMs: responseTime,
  }
}

export function findRoutePattern(req: Request): string {
  const route = req.route as { path?: unknown } | undefined
  return typeof route?.path === 'string' ? route.path : '(no route)'
}
