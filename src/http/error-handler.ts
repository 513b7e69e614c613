import type { ErrorRequestHandler, Response } from 'express'
import { toPublicError, type PublicError } from '../errors.js'
import type { Pages } from './pages.js'

/** @param render sends the body; status and headers are set */
export function createErrorHandler(
  render: (error: PublicError, requestId: string, res: Response) => void,
): ErrorRequestHandler {
  return (err: unknown, _req, res: Response, _next) => {
    const error = toPublicError(err)
    if (error.status >= 500 || res.headersSent) {
      res.err = err instanceof Error ? err : new Error('A non-error value was thrown.')
    }
    if (res.headersSent) {
      // Express would append the error message to the partial response.
      res.destroy()
      return
    }
    const { retryAfterSeconds } = error.details
    if (retryAfterSeconds !== undefined) res.setHeader('Retry-After', retryAfterSeconds)
    res.status(error.status).setHeader('Cache-Control', 'no-store')
    render(error, res.get('X-Request-Id') ?? '', res)
  }
}

export function createErrorPageHandler(pages: Pages): ErrorRequestHandler {
  return createErrorHandler(({ status, code, details }, requestId, res) => {
    const values = { ...details, ...details.values }
    pages.send(res, 'error', { status, code, values, requestId })
  })
}
