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
  return createErrorHandler((error, requestId, res) => {
    const { status } = error
    pages.send(res, 'error', { status, message: getErrorText(error), requestId })
  })
}

const UNREADABLE = 'We couldn’t read the request. Go back and try again.'

/** Users read them, so they say what to do next. */
const ERROR_TEXTS: Partial<Record<string, string>> = {
  BUSY: 'This is already in progress. Wait a few seconds, then reload the page.',
  FOREIGN_ORIGIN: 'This form must be sent from {{origin}}. Open that address and try again.',
  GONE: 'This image has been erased.',
  INVALID_LINK:
    'This link has expired or has already been used. Go back to the service that sent you here to get a new one.',
  MALFORMED_JSON: UNREADABLE,
  MALFORMED_REQUEST: UNREADABLE,
  // The same for unknown pages and those of another browser.
  NOT_FOUND:
    'This page doesn’t exist or belongs to another browser. Open it in the browser you started with, or start again.',
  SCENARIO: 'The scenario {{problem}}.',
  SESSION_LIMIT:
    'This browser reached its limit of {{limit}} sessions a day. Continue with the current session, or try again later.',
  START_CLOSED:
    'You can’t start an identity check here. Go back to the service that asked you for one.',
  TOO_LARGE: UNREADABLE,
  TOO_MANY_REQUESTS:
    'There were too many requests from your network. Please wait {{retryAfterSeconds}} seconds, then try again.',
  UNAUTHORIZED: 'Sign in, then open this page again.',
  UNSUPPORTED_TYPE: UNREADABLE,
  YOTI_REFUSED:
    'The identity service couldn’t do this. Please try again in a minute. If it keeps happening, give us the reference below.',
  YOTI_UNAVAILABLE: 'The identity service isn’t responding. Please try again in a minute.',
}
const INTERNAL_TEXT =
  'Something went wrong on our side. Please try again. If it keeps happening, give us the reference below.'

function getErrorText({ code, details }: PublicError): string {
  const values: Record<string, unknown> = { ...details, ...details.values }
  const text = ERROR_TEXTS[code] ?? INTERNAL_TEXT
  return text.replace(/\{\{(\w+)\}\}/g, (_match, name: string) => String(values[name]))
}
