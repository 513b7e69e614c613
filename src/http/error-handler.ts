import { LockTimeoutError, SessionLimitError, NotFoundError } from '../errors.js'
import type { ErrorRequestHandler, Response } from 'express'
import { isTransient, YotiProtocolError, YotiResponseError } from '../yoti/errors.js'
import { clientErrorStatus } from './client-error-status.js'
import { HttpError, notFound } from './http-error.js'
import type { Pages } from './pages.js'

const LOCK_RETRY_AFTER_SECONDS = 5

export function createErrorHandler(pages: Pages): ErrorRequestHandler {
  return (err: unknown, req, res: Response, _next) => {
    if (res.headersSent) {
      // Express would append the error message to the partial response.
      res.err = err instanceof Error ? err : new Error('A non-error value was thrown.')
      res.destroy()
      return
    }
    const { status, message } = toHttpError(err)
    if (err instanceof SessionLimitError) res.setHeader('Retry-After', err.retryAfterSeconds)
    if (err instanceof LockTimeoutError) res.setHeader('Retry-After', LOCK_RETRY_AFTER_SECONDS)
    if (status >= 500)
      res.err = err instanceof Error ? err : new Error('A non-error value was thrown.')
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
      'This is already in progress. Wait a few seconds, then reload the page.',
    )
  }
  if (isTransient(err)) {
    return new HttpError(
      503,
      err.code,
      'The identity service isn’t responding. Please try again in a minute.',
    )
  }
  if (err instanceof YotiResponseError || err instanceof YotiProtocolError) {
    return new HttpError(
      502,
      err.code,
      'The identity service couldn’t do this. Please try again in a minute. If it keeps happening, give us the reference below.',
    )
  }
  const status = clientErrorStatus(err)
  if (status !== undefined) {
    return new HttpError(
      status,
      'BAD_REQUEST',
      'We couldn’t read the request. Go back and try again.',
    )
  }
  return new HttpError(
    500,
    'INTERNAL',
    'Something went wrong on our side. Please try again. If it keeps happening, give us the reference below.',
  )
}
