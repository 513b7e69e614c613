import { readMistakeStatus } from '../http/client-mistake.js'
import { NotFoundError } from '../http/parse.js'
import { TooManyRequestsError } from '../http/rate-limit.js'
import { BusyError, ErasedError, IdempotencyMismatchError, LimitError } from '../sessions/errors.js'
import {
  isPassing,
  isRefusalOfServer,
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

const MEND_SET_UP =
  'Yoti refuses this server. Your request is well: the operator of this server has to mend its set-up (npm run doctor).'

/** What to do about a refusal, where it is more than the problem says. */
const DETAILS: Readonly<Record<string, string>> = {
  SESSION_NOT_READY:
    'Yoti waits for the face from you. Send it by PUT /api/sessions/:sessionId/face-capture first.',
}

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
  if (isRefusalOfServer(err)) {
    return new ProblemError('YOTI_REFUSED', { yotiCode: err.code, detail: MEND_SET_UP })
  }
  if (err instanceof YotiResponseError) {
    const detail = DETAILS[err.code]
    return new ProblemError(judgeRefusal(err), {
      yotiCode: err.code,
      ...(detail === undefined ? {} : { detail }),
    })
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

/** What the caller can do something about, and what nobody foresaw. */
function judgeRefusal({ status, code }: YotiResponseError): ProblemCode {
  if (status === 404 && code === 'SESSION_NOT_FOUND') return 'GONE'
  if (status === 404) return 'NOT_FOUND'
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
