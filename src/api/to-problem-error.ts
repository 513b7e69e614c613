import { NotFoundError, LockTimeoutError, SessionLimitError } from '../errors.js'
import { clientErrorStatus } from '../http/client-error-status.js'
import { TooManyRequestsError } from '../http/rate-limit.js'
import { SessionErasedError, IdempotencyMismatchError } from '../sessions/errors.js'
import {
  isTransient,
  isCredentialError,
  YotiProtocolError,
  YotiResponseError,
  type YotiConnectionError,
} from '../yoti/errors.js'
import { ProblemError } from './problem-error.js'
import type { ProblemCode } from './problems.js'

/** Used when Yoti sends no Retry-After. */
const YOTI_RETRY_AFTER_SECONDS = 30
const BUSY_RETRY_AFTER_SECONDS = 5

const CREDENTIALS_REJECTED_DETAIL =
  'Your request is valid, but Yoti rejects this server’s credentials. Its operator can find the cause with `npm run doctor`.'

const DETAIL_BY_YOTI_CODE: Readonly<Record<string, string>> = {
  SESSION_NOT_READY:
    'The session still needs a face from you. Upload it with PUT /api/sessions/:sessionId/face-capture first.',
}

export function toProblemError(err: unknown): ProblemError {
  if (err instanceof ProblemError) return err
  if (err instanceof NotFoundError) return new ProblemError('NOT_FOUND')
  if (err instanceof SessionLimitError) {
    return new ProblemError('SESSION_LIMIT', {
      detail: err.message,
      retryAfterSeconds: err.retryAfterSeconds,
    })
  }
  if (err instanceof TooManyRequestsError) {
    return new ProblemError('TOO_MANY_REQUESTS', { retryAfterSeconds: err.retryAfterSeconds })
  }
  if (err instanceof SessionErasedError) return new ProblemError('GONE', { detail: err.message })
  if (err instanceof IdempotencyMismatchError) return new ProblemError('IDEMPOTENCY_MISMATCH')
  if (isTransient(err)) {
    return new ProblemError('YOTI_UNAVAILABLE', { retryAfterSeconds: toRetryAfterSeconds(err) })
  }
  if (isCredentialError(err)) {
    return new ProblemError('YOTI_REFUSED', {
      yotiCode: err.code,
      detail: CREDENTIALS_REJECTED_DETAIL,
    })
  }
  if (err instanceof YotiResponseError) {
    const detail = DETAIL_BY_YOTI_CODE[err.code]
    return new ProblemError(toYotiProblemCode(err), {
      yotiCode: err.code,
      ...(detail === undefined ? {} : { detail }),
    })
  }
  if (err instanceof YotiProtocolError) return new ProblemError('YOTI_REFUSED')
  if (err instanceof LockTimeoutError) {
    return new ProblemError('BUSY', { retryAfterSeconds: BUSY_RETRY_AFTER_SECONDS })
  }
  return new ProblemError(toClientProblemCode(err) ?? 'INTERNAL')
}

function toRetryAfterSeconds(err: YotiConnectionError | YotiResponseError): number {
  const retryAfterMs = err instanceof YotiResponseError ? err.retryAfterMs : undefined
  return retryAfterMs === undefined
    ? YOTI_RETRY_AFTER_SECONDS
    : Math.max(1, Math.ceil(retryAfterMs / 1000))
}

function toYotiProblemCode({ status, code }: YotiResponseError): ProblemCode {
  if (status === 404 && code === 'SESSION_NOT_FOUND') return 'GONE'
  if (status === 404) return 'NOT_FOUND'
  if (status === 409) return 'YOTI_CONFLICT'
  if (status === 422) return 'YOTI_UNPROCESSABLE'
  return 'YOTI_REFUSED'
}

function toClientProblemCode(err: unknown): ProblemCode | undefined {
  const status = clientErrorStatus(err)
  if (status === undefined) return undefined
  if (status === 413) return 'TOO_LARGE'
  if (status === 415) return 'UNSUPPORTED_TYPE'
  const { type } = err as { type?: unknown }
  return type === 'entity.parse.failed' ? 'MALFORMED_JSON' : 'MALFORMED_REQUEST'
}
