import { STATUS_CODES } from 'node:http'
import type { ErrorRequestHandler, Response } from 'express'
import type { ProblemError } from './problem-error.js'
import { PROBLEMS } from './problems.js'
import type { Problem } from './schemas/problem.js'
import { toProblemError } from './to-problem-error.js'

/**
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export const handleApiError: ErrorRequestHandler = (err: unknown, req, res: Response, _next) => {
  const problem = toProblemError(err)
  const [status] = PROBLEMS[problem.code]
  if (status >= 500 || res.headersSent) {
    res.err = err instanceof Error ? err : new Error('A non-error value was thrown.')
  }
  if (res.headersSent) {
    // Express would append the error message to the partial response.
    res.destroy()
    return
  }
  const { retryAfterSeconds } = problem.details
  if (retryAfterSeconds !== undefined) res.setHeader('Retry-After', retryAfterSeconds)
  res.setHeader('Cache-Control', 'no-store')
  res.status(status).type('application/problem+json')
  res.send(JSON.stringify(toProblemBody(problem, toRequestId(req.id))))
}

export function toProblemBody({ code, details }: ProblemError, requestId: string): Problem {
  const [status, defaultDetail] = PROBLEMS[code]
  const { detail = defaultDetail, errors, yotiCode } = details
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    code,
    requestId,
    ...(yotiCode === undefined ? {} : { yotiCode }),
    ...(errors === undefined ? {} : { errors: [...errors] }),
  }
}

/** Set by request-logger.ts. */
function toRequestId(id: unknown): string {
  return typeof id === 'string' ? id : 'none'
}
