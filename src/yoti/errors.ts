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
  readonly retryAfter: number | undefined

  constructor(
    endpoint: string,
    answer: {
      status: number
      code?: string | undefined
      message?: string | undefined
      errors?: readonly YotiErrorDetail[] | undefined
      requestId?: string | undefined
      retryAfter?: number | undefined
    },
  ) {
    const code = answer.code ?? `HTTP_${answer.status}`
    const errors = answer.errors ?? []
    const said = [answer.message, ...errors.map((error) => `${error.property} ${error.message}`)]
    const why = said
      .filter((part) => part !== undefined && part !== '')
      .join('; ')
      .slice(0, 500)
    super(
      code,
      `${endpoint}: Yoti answered ${answer.status} ${code}` + (why === '' ? '.' : `: ${why}`),
    )
    this.endpoint = endpoint
    this.status = answer.status
    this.errors = errors
    this.requestId = answer.requestId
    this.retryAfter = answer.retryAfter
  }

  override forLog(): object {
    const { endpoint, status, requestId, errors } = this
    return {
      endpoint,
      status,
      requestId,
      properties: errors.map(({ property }) => property),
      ...(isRefusalOfServer(this) ? { remedy: MEND_SET_UP } : {}),
    }
  }
}

const MEND_SET_UP =
  'Yoti refuses the SDK id, the key or the application of this server: run npm run doctor.'
const OF_SERVER = ['MESSAGE_SIGNING', 'APP_NOT_FOUND', 'BAD_SDK_ID', 'INSUFFICIENT_PERMISSION']

/** Whether Yoti refused who asks, not what was asked: no call works until the set-up is mended. */
export function isRefusalOfServer(err: unknown): err is YotiResponseError {
  return err instanceof YotiResponseError && (err.status === 401 || OF_SERVER.includes(err.code))
}

/** Yoti did not answer, or not to the end. `cause` is a bare error with the system's code (`ECONNREFUSED`). */
export class YotiConnectionError extends AppError {
  readonly endpoint: string

  constructor(endpoint: string, message: string, cause?: Error) {
    super('YOTI_CONNECTION', `${endpoint}: ${message}`, { cause })
    this.endpoint = endpoint
  }

  override forLog(): object {
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
  override forLog(): object {
    return { message: this.message, requestId: this.requestId }
  }
}

/** Whether Yoti may be well again in a moment: no answer, too many requests, or trouble of its own. */
export function isPassing(err: unknown): err is YotiConnectionError | YotiResponseError {
  return (
    err instanceof YotiConnectionError ||
    (err instanceof YotiResponseError && (err.status === 429 || err.status >= 500))
  )
}

/** Copies the code and the system's message, and nothing that leads back to the request. */
export function toBareError(err: unknown): Error & { code?: string } {
  const { code, message } = err instanceof Error ? (err as NodeJS.ErrnoException) : {}
  const bare = new Error(message === undefined || message === '' ? (code ?? 'unknown') : message)
  return code === undefined ? bare : Object.assign(bare, { code })
}
