import { STATUS_CODES } from 'node:http'
import type { ErrorRequestHandler, Response } from 'express'
import type { ProblemError } from './problem-error.js'
import { PROBLEMS } from './problem-table.js'
import type { Problem } from './schemas/problem.js'
import { toProblem } from './to-problem.js'

/**
 * Answers every error under /api as `application/problem+json`; the details go to the log.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export const sendProblem: ErrorRequestHandler = (err: unknown, req, res: Response, _next) => {
  const problem = toProblem(err)
  const [status] = PROBLEMS[problem.code]
  if (status >= 500 || res.headersSent) {
    res.err = err instanceof Error ? err : new Error('A value was thrown.')
  }
  if (res.headersSent) {
    // Too late for an answer: express itself would print the message.
    res.destroy()
    return
  }
  const { retryAfter } = problem.facts
  if (retryAfter !== undefined) res.setHeader('Retry-After', retryAfter)
  res.setHeader('Cache-Control', 'no-store')
  res.status(status).type('application/problem+json')
  res.send(JSON.stringify(describeProblem(problem, readRequestId(req.id))))
}

export function describeProblem({ code, facts }: ProblemError, requestId: string): Problem {
  const [status, usual] = PROBLEMS[code]
  const { detail = usual, errors, yotiCode } = facts
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

/** Set by the request log; see request-log.ts. */
function readRequestId(id: unknown): string {
  return typeof id === 'string' ? id : 'none'
}
