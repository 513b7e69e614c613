import express, { type ErrorRequestHandler, type RequestHandler, type Response } from 'express'
import { toPublicError, type PublicError } from '../errors.js'
import { isSameOrigin } from './base-url.js'
import type { Pages } from './pages.js'

/** @param render sends the body; status and headers are set */
export function createErrorHandler(
  render: (error: PublicError, requestId: string, res: Response) => void,
): ErrorRequestHandler {
  return (err: unknown, _req, res: Response, _next) => {
    const error = toPublicError(err)
    if (error.status >= 500 || res.headersSent) {
      res.locals.error = err instanceof Error ? err : new Error('A non-error value was thrown.')
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

/** Of failures that may pass. Forms of this server may be sent twice. */
const RETRY_STATUSES = new Set([429, 500, 502, 503])
const parseForm: RequestHandler = express.urlencoded({ extended: false, limit: '4kb' })

export function createErrorPageHandler(pages: Pages, baseUrl: string): ErrorRequestHandler {
  return createErrorHandler(({ status, code, details }, requestId, res) => {
    const { req } = res
    const values = { ...details, ...details.values }
    const send = (retry?: { fields?: object }) => {
      pages.send(res, 'error', { status, code, values, requestId, retry })
    }
    const isForm = req.method === 'POST'
    // Otherwise another site could make the user send its form as one of this server.
    const mayRetry = RETRY_STATUSES.has(status) && (!isForm || isSameOrigin(req, baseUrl))
    if (!mayRetry || !isForm) send(mayRetry ? {} : undefined)
    else {
      // A rate limit responds before the form is parsed.
      parseForm(req, res, () => {
        send({ fields: (req.body ?? {}) as object })
      })
    }
  })
}
