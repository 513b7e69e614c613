import { AppError } from '../errors.js'

/** One entry of Yoti's `errors[]`: a dotted JSON path, or `header.<Name>`, and what is wrong with it. */
export interface YotiErrorDetail {
  property: string
  message: string
}

/**
 * Yoti answered with a 4xx or 5xx. `code` is Yoti's own (`SESSION_NOT_FOUND`), or `HTTP_<status>`
 * when the answer's body had none.
 */
export class YotiResponseError extends AppError {
  /** A pattern such as `GET /sessions/:sessionId`, never an id. */
  readonly endpoint: string
  readonly status: number
  readonly errors: readonly YotiErrorDetail[]
  /** Yoti's `x-request-id`, which its support asks for. */
  readonly requestId: string | undefined
  /** Milliseconds that Yoti asks to wait before the next try. */
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
    const code = response.code ?? `HTTP_${response.status}`
    const errors = response.errors ?? []
    const messages = [
      response.message,
      ...errors.map((error) => `${error.property} ${error.message}`),
    ]
    const detail = messages
      .filter((part) => part !== undefined && part !== '')
      .join('; ')
      .slice(0, 500)
    super(
      code,
      `${endpoint}: Yoti answered ${response.status} ${code}` +
        (detail === '' ? '.' : `: ${detail}`),
    )
    this.endpoint = endpoint
    this.status = response.status
    this.errors = errors
    this.requestId = response.requestId
    this.retryAfterMs = response.retryAfterMs
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

const CREDENTIAL_REMEDY =
  'Yoti rejects the SDK id, the key or the application of this server. Run npm run doctor.'
const CREDENTIAL_ERROR_CODES = [
  'MESSAGE_SIGNING',
  'APP_NOT_FOUND',
  'BAD_SDK_ID',
  'INSUFFICIENT_PERMISSION',
]

/** Whether Yoti refused who asks, not what was asked: no call works until the set-up is mended. */
export function isCredentialError(err: unknown): err is YotiResponseError {
  return (
    err instanceof YotiResponseError &&
    (err.status === 401 || CREDENTIAL_ERROR_CODES.includes(err.code))
  )
}

/** Yoti did not respond, or not to the end. `cause` is a bare error with the system's code (`ECONNREFUSED`). */
export class YotiConnectionError extends AppError {
  readonly endpoint: string

  constructor(endpoint: string, message: string, cause?: Error) {
    super('YOTI_CONNECTION', `${endpoint}: ${message}`, { cause })
    this.endpoint = endpoint
  }

  override toLogFields(): object {
    return { message: this.message }
  }
}

/** Yoti answered, but not as its API is described: unreadable, too large, a redirect, a missing field. */
export class YotiProtocolError extends AppError {
  readonly endpoint: string
  readonly requestId: string | undefined

  constructor(endpoint: string, message: string, requestId?: string) {
    super('YOTI_PROTOCOL', `${endpoint}: ${message}`)
    this.endpoint = endpoint
    this.requestId = requestId
  }

  /** The message names a path and what was expected there, never a value. */
  override toLogFields(): object {
    return { message: this.message, requestId: this.requestId }
  }
}

/** Whether Yoti may be well again in a moment: no answer, too many requests, or trouble of its own. */
export function isTransient(err: unknown): err is YotiConnectionError | YotiResponseError {
  return (
    err instanceof YotiConnectionError ||
    (err instanceof YotiResponseError && (err.status === 429 || err.status >= 500))
  )
}

/** Copies the code and the system's message, and nothing that leads back to the request. */
export function stripRequest(err: unknown): Error & { code?: string } {
  const { code, message } = err instanceof Error ? (err as NodeJS.ErrnoException) : {}
  const stripped = new Error(
    message === undefined || message === '' ? (code ?? 'unknown') : message,
  )
  return code === undefined ? stripped : Object.assign(stripped, { code })
}
