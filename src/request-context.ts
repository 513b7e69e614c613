import { AsyncLocalStorage } from 'node:async_hooks'
import type { RequestHandler, Response } from 'express'

/** What log lines and calls to other servers say about the request that is being served. */
export interface RequestContext {
  /** Valid, as received. */
  traceparent?: string
  traceId?: string
  /** The API caller's name. */
  caller?: string
  /** Only of a session that the caller or owner may access. */
  sessionId?: string
  userReference?: string | undefined
  /** The page that was rendered. */
  page?: string
  isAuthRefused?: boolean
  /** For the log. */
  error?: Error
}

/** W3C Trace Context. Later versions may append fields, which are not passed on. */
const TRACEPARENT =
  /^(?!ff|00.{54})[\da-f]{2}(-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-[\da-f]{2})(?:-|$)/

const storage = new AsyncLocalStorage<RequestContext>()

/** Undefined in background jobs, and of requests without a trace. */
export function getRequestContext(): RequestContext | undefined {
  return storage.getStore()
}

/** For the log: of a session that the caller or owner may access. */
export function recordAccess(
  res: Response,
  { sessionId, userReference }: Pick<RequestContext, 'sessionId' | 'userReference'>,
): void {
  Object.assign(res.locals, { sessionId, userReference })
}

/** The context is `res.locals`, which is still there when the response ends. */
export const provideRequestContext: RequestHandler = (req, res, next) => {
  const context: RequestContext = res.locals
  const [, fields, traceId] = TRACEPARENT.exec(String(req.headers.traceparent)) ?? []
  if (fields !== undefined && traceId !== undefined) {
    context.traceparent = `00${fields}`
    context.traceId = traceId
  }
  // Node 20 follows each promise of such a request, which takes a sixth of the CPU of a status.
  if (context.traceId === undefined) next()
  else storage.run(context, next)
}
