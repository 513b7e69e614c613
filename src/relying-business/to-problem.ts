import { readMistakeStatus } from '../http/client-mistake.js'
import { NotFoundError } from '../http/parse.js'
import { TooManyRequestsError } from '../http/rate-limit.js'
import { BusyError, ErasedError, IdempotencyMismatchError, LimitError } from '../sessions/errors.js'
import {
  isPassing,
  YotiProtocolError,
  YotiResponseError,
  type YotiConnectionError,
} from '../yoti/errors.js'
import { ProblemError } from './problem-error.js'
import type { ProblemCode } from './problem-table.js'

/** Seconds after which Yoti may be well again, unless it says so itself. */
const YOTI_PAUSE = 30
/** Seconds that ordering the same session twice at once takes at most, usually. */
const BUSY_PAUSE = 5

/** What an error, wherever it was thrown, means to the API's caller. */
export function toProblem(err: unknown): ProblemError {
  if (err instanceof ProblemError) return err
  if (err instanceof NotFoundError) return new ProblemError('NOT_FOUND')
  if (err instanceof LimitError) {
    return new ProblemError('SESSION_LIMIT', { detail: err.message, retryAfter: err.retryAfter })
  }
  if (err instanceof TooManyRequestsError) {
    return new ProblemError('TOO_MANY_REQUESTS', { retryAfter: err.retryAfter })
  }
  if (err instanceof ErasedError) return new ProblemError('GONE', { detail: err.message })
  if (err instanceof IdempotencyMismatchError) return new ProblemError('IDEMPOTENCY_MISMATCH')
  if (isPassing(err)) {
    return new ProblemError('YOTI_UNAVAILABLE', { retryAfter: readRetryAfter(err) })
  }
  if (err instanceof YotiResponseError) {
    return new ProblemError(judgeRefusal(err), { yotiCode: err.code })
  }
  if (err instanceof YotiProtocolError) return new ProblemError('YOTI_REFUSED')
  if (err instanceof BusyError) {
    return new ProblemError('BUSY', { retryAfter: BUSY_PAUSE })
  }
  return new ProblemError(judgeUnreadable(err) ?? 'INTERNAL')
}

function readRetryAfter(err: YotiConnectionError | YotiResponseError): number {
  const asked = err instanceof YotiResponseError ? err.retryAfter : undefined
  return asked === undefined ? YOTI_PAUSE : Math.max(1, Math.ceil(asked / 1000))
}

/** Most refusals are ours to mend (the key, the application); these the caller can do something about. */
function judgeRefusal({ status, code }: YotiResponseError): ProblemCode {
  if (status === 404 && code === 'SESSION_NOT_FOUND') return 'GONE'
  if (status === 404 && code !== 'APP_NOT_FOUND') return 'NOT_FOUND'
  if (status === 409) return 'YOTI_CONFLICT'
  if (status === 422) return 'YOTI_UNPROCESSABLE'
  return 'YOTI_REFUSED'
}

function judgeUnreadable(err: unknown): ProblemCode | undefined {
  const status = readMistakeStatus(err)
  if (status === undefined) return undefined
  if (status === 413) return 'TOO_LARGE'
  if (status === 415) return 'UNSUPPORTED_TYPE'
  const { type } = err as { type?: unknown }
  return type === 'entity.parse.failed' ? 'MALFORMED_JSON' : 'MALFORMED_REQUEST'
}
