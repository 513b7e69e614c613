import { AppError, PublicError, type PublicErrorCode } from '../errors.js'

/** Yoti's other API, which issues access tokens for this one. */
export const TOKEN_ENDPOINT = 'POST /oauth/token'

/** One entry of Yoti's `errors[]`. `property` is a dotted JSON path or `header.<Name>`. */
interface YotiErrorDetail {
  property: string
  message: string
}

abstract class YotiError extends AppError {
  /** A pattern such as `GET /sessions/:sessionId`, never an id. */
  readonly endpoint: string
  /** Yoti's `x-request-id`, for its support. */
  readonly requestId: string | undefined

  constructor(code: string, endpoint: string, message: string, requestId?: string, cause?: Error) {
    super(code, `${endpoint}: ${message}`, cause && { cause })
    this.endpoint = endpoint
    this.requestId = requestId
  }

  /** Messages contain a path and the expected type, never a value. */
  override toLogFields(): object {
    return { message: this.message, requestId: this.requestId }
  }
}

/** A 4xx or 5xx response. `code` is Yoti's, such as `SESSION_NOT_FOUND`, or `HTTP_<status>`. */
export class YotiResponseError extends YotiError {
  readonly status: number
  readonly errors: readonly YotiErrorDetail[]
  /** From Yoti's `Retry-After`. */
  readonly retryAfterMs: number | undefined

  constructor(
    endpoint: string,
    response: {
      status: number
      code?: string | undefined
      message?: string | undefined
      errors?: readonly YotiErrorDetail[] | undefined
      requestId?: string | undefined
      retryAfterMs?: number | undefined
    },
  ) {
    const { status, code = `HTTP_${status}`, message = '', errors = [], requestId } = response
    const details = [message, ...errors.map((error) => `${error.property} ${error.message}`)]
    const detail = details.filter(Boolean).join('; ').slice(0, 500)
    const summary = `Yoti answered ${status} ${code}${detail === '' ? '.' : `: ${detail}`}`
    super(code, endpoint, summary, requestId)
    this.status = status
    this.errors = errors
    this.retryAfterMs = response.retryAfterMs
  }

  override toPublicError(): PublicError {
    const { code: yotiCode, status, retryAfterMs } = this
    if (isTransient(this)) return createUnavailableError(retryAfterMs)
    if (isCredentialError(this)) {
      const detail =
        'Your request is valid, but Yoti rejects this server’s credentials. Its operator can find the cause with `npm run doctor`.'
      return new PublicError('YOTI_REFUSED', { yotiCode, detail })
    }
    const code = isSessionNotFound(this) ? 'GONE' : (PUBLIC_CODES[status] ?? 'YOTI_REFUSED')
    return new PublicError(code, { yotiCode, detail: DETAILS[yotiCode] })
  }

  override toLogFields(): object {
    const { endpoint, status, requestId, errors } = this
    return {
      endpoint,
      status,
      requestId,
      properties: errors.map(({ property }) => property),
      ...(isCredentialError(this) ? { remedy: CREDENTIAL_REMEDY } : {}),
    }
  }
}

const PUBLIC_CODES: Partial<Record<number, PublicErrorCode>> = {
  404: 'NOT_FOUND',
  409: 'YOTI_CONFLICT',
  422: 'YOTI_UNPROCESSABLE',
}
const DETAILS: Partial<Record<string, string>> = {
  SESSION_NOT_READY:
    'The session still needs a face from you. Upload it with PUT /api/sessions/:sessionId/face-capture first.',
}

/** Used when Yoti sends no Retry-After. */
const DEFAULT_RETRY_AFTER_MS = 30_000

function createUnavailableError(retryAfterMs = DEFAULT_RETRY_AFTER_MS): PublicError {
  const retryAfterSeconds = Math.max(1, Math.ceil(retryAfterMs / 1000))
  return new PublicError('YOTI_UNAVAILABLE', { retryAfterSeconds })
}

const CREDENTIAL_REMEDY =
  'Yoti rejects the SDK id, the key or the application of this server. Run npm run doctor.'
const CREDENTIAL_ERROR_CODES = [
  'invalid_client',
  'invalid_scope',
  'MESSAGE_SIGNING',
  'APP_NOT_FOUND',
  'BAD_SDK_ID',
  'INSUFFICIENT_PERMISSION',
]

/** Whether Yoti rejects this server's credentials, so that no call works until they are fixed. */
function isCredentialError({ status, code }: YotiResponseError): boolean {
  return status === 401 || CREDENTIAL_ERROR_CODES.includes(code)
}

/** Yoti did not respond, or not completely. `cause` has the system's code, such as `ECONNREFUSED`. */
export class YotiConnectionError extends YotiError {
  readonly retryAfterMs: number

  constructor(
    endpoint: string,
    message: string,
    cause?: Error,
    retryAfterMs = DEFAULT_RETRY_AFTER_MS,
  ) {
    super('YOTI_CONNECTION', endpoint, message, undefined, cause)
    this.retryAfterMs = retryAfterMs
  }

  override toPublicError(): PublicError {
    return createUnavailableError(this.retryAfterMs)
  }
}

/** Not sent, because the latest calls of the endpoint got no response. */
export class YotiCircuitOpenError extends YotiConnectionError {
  constructor(endpoint: string, retryAfterMs: number) {
    const message = 'not sent, because Yoti did not respond to the latest calls.'
    super(endpoint, message, undefined, retryAfterMs)
  }
}

/** An unexpected response: unreadable, too large, a redirect, or without a required field. */
export class YotiProtocolError extends YotiError {
  constructor(endpoint: string, message: string, requestId?: string) {
    super('YOTI_PROTOCOL', endpoint, message, requestId)
  }

  override toPublicError(): PublicError {
    return new PublicError('YOTI_REFUSED')
  }
}

export function isSessionNotFound(err: unknown): boolean {
  return err instanceof YotiResponseError && err.code === 'SESSION_NOT_FOUND'
}

/** Whether a retry may succeed: no response, 429 or 5xx. */
export function isTransient(err: unknown): err is YotiConnectionError | YotiResponseError {
  return (
    err instanceof YotiConnectionError ||
    (err instanceof YotiResponseError && (err.status === 429 || err.status >= 500))
  )
}

const NOT_CONNECTED = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|PROXY_\d+)$/

/** Whether Yoti may have carried out the request: it was sent, and no answer of Yoti itself refuses it. */
export function mayHaveSucceeded(err: unknown): boolean {
  if (err instanceof YotiError && err.endpoint === TOKEN_ENDPOINT) return false
  if (err instanceof YotiResponseError) return err.status === 502 || err.status === 504
  const { cause } = err as { cause?: { code?: string } }
  return !NOT_CONNECTED.test(cause?.code ?? '')
}

/** Copies the code and message only, because the original error refers to the request. */
export function stripRequest(err: unknown): Error & { code?: string } {
  const { code, message } = (err ?? {}) as { code?: string; message?: string }
  const stripped = new Error(
    message === undefined || message === '' ? (code ?? 'unknown') : message,
  )
  return code === undefined ? stripped : Object.assign(stripped, { code })
}
