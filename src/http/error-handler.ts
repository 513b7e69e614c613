import { LockTimeoutError, SessionLimitError, NotFoundError } from '../errors.js'
import type { ErrorRequestHandler, Response } from 'express'
import { isTransient, YotiProtocolError, YotiResponseError } from '../yoti/errors.js'
import { clientErrorStatus } from './client-error-status.js'
import { HttpError, notFound } from './http-error.js'
import type { Pages } from './pages.js'

/** Seconds. */
const LOCK_RETRY_AFTER_SECONDS = 5

/** The one place where an error becomes an answer: a page with the request id, the details in the log. */
export function createErrorHandler(pages: Pages): ErrorRequestHandler {
  return (err: unknown, req, res: Response, _next) => {
    if (res.headersSent) {
      // Too late for an answer: express itself would print the message.
      res.err = err instanceof Error ? err : new Error('A value was thrown.')
      res.destroy()
      return
    }
    const { status, message } = toHttpError(err)
    if (err instanceof SessionLimitError) res.setHeader('Retry-After', err.retryAfterSeconds)
    if (err instanceof LockTimeoutError) res.setHeader('Retry-After', LOCK_RETRY_AFTER_SECONDS)
    if (status >= 500) res.err = err instanceof Error ? err : new Error('A value was thrown.')
    res.status(status).setHeader('Cache-Control', 'no-store')
    pages.send(res, 'error', { status, message, requestId: req.id })
  }
}

function toHttpError(err: unknown): HttpError {
  if (err instanceof HttpError) return err
  if (err instanceof NotFoundError) return notFound()
  if (err instanceof SessionLimitError) return new HttpError(429, err.code, err.message)
  if (err instanceof LockTimeoutError) {
    return new HttpError(
      503,
      err.code,
      'The same was asked for a moment ago and is still under way. Wait a few seconds and load the page again.',
    )
  }
  if (isTransient(err)) {
    return new HttpError(
      503,
      err.code,
      'The identity service did not answer. Please try again in a minute.',
    )
  }
  if (err instanceof YotiResponseError || err instanceof YotiProtocolError) {
    return new HttpError(
      502,
      err.code,
      'The identity service could not do this. Please try again in a minute; if it stays so, tell us the reference below.',
    )
  }
  const status = clientErrorStatus(err)
  if (status !== undefined) {
    return new HttpError(
      status,
      'BAD_REQUEST',
      'The request could not be read. Go back and try again.',
    )
  }
  return new HttpError(
    500,
    'INTERNAL',
    'Something went wrong on our side. Please try again; if it happens again, tell us the reference below.',
  )
}
