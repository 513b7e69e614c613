import type { Request, RequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import { pinoHttp } from 'pino-http'
import { v4 as uuid } from 'uuid'
import { serializeError } from '../errors.js'

/** One line a request: the route's pattern and an allow-list of fields, never a URL, a header or a body. */
export function createRequestLogger(logger: Logger): RequestHandler {
  return pinoHttp<Request, Response>({
    logger,
    genReqId: (_req, res) => {
      const requestId = uuid()
      res.setHeader('X-Request-Id', requestId)
      return requestId
    },
    quietResLogger: true,
    // Given here again: pino-http would put its own in place, which quotes messages.
    serializers: { req: () => undefined, res: () => undefined, err: serializeError },
    wrapSerializers: false,
    customLogLevel: (_req, res, err) => (err || res.statusCode >= 500 ? 'error' : 'info'),
    customSuccessMessage: () => 'request',
    customErrorMessage: () => 'request failed',
    customSuccessObject: toLogFields,
    customErrorObject: (req, res, err, value: ResponseTiming) => ({
      ...toLogFields(req, res, value),
      err,
    }),
  })
}

interface ResponseTiming {
  responseTime: number
}

function toLogFields(req: Request, res: Response, { responseTime }: ResponseTiming): object {
  return {
    requestId: req.id,
    method: req.method,
    route: getRoutePattern(req),
    status: res.statusCode,
    durationMs: responseTime,
  }
}

export function getRoutePattern(req: Request): string {
  const route = req.route as { path?: unknown } | undefined
  return typeof route?.path === 'string' ? route.path : '(no route)'
}
