/**
 * Status and text for API callers, by code. The codes are stable: docs/api.md and the OpenAPI
 * document list them all.
 */
export const API_ERRORS = {
  MALFORMED_REQUEST: [400, 'The URL or the body is malformed. Correct it and send it again.'],
  MALFORMED_JSON: [400, 'The body is not valid JSON. Send one JSON object.'],
  VALIDATION: [400, 'The request is not valid. Correct the fields in `errors` and send it again.'],
  SPEC_REFUSED: [400, 'Yoti rejected the specification. Correct the fields in `errors`.'],
  UNAUTHORIZED: [
    401,
    'Send `Authorization: Bearer <secret>` with a secret from API_KEYS or CALLERS_FILE.',
  ],
  NOT_FOUND: [404, 'Not found.'],
  NO_FACE_CAPTURE: [
    409,
    'This session does not expect a face from you. Request one in its `spec`.',
  ],
  YOTI_CONFLICT: [409, 'Yoti cannot do this in the current state of the session. Try again later.'],
  ALREADY_DECIDED: [409, 'The session was decided otherwise. A decision is final.'],
  NOT_DECIDABLE: [409, 'The outcome of this session cannot be decided now.'],
  GONE: [410, 'The session has been erased or is being erased. Its data is no longer available.'],
  TOO_LARGE: [413, 'The body is too large. Send a smaller one.'],
  UNSUPPORTED_TYPE: [415, 'This route does not accept the content type or encoding of the body.'],
  IDEMPOTENCY_MISMATCH: [
    422,
    'This Idempotency-Key was already used with a different body. Send the same body, or use a new key.',
  ],
  YOTI_UNPROCESSABLE: [422, 'Yoti could not process the image. Send another one.'],
  SESSION_LIMIT: [
    429,
    'The daily limit on sessions is reached. Try again after `Retry-After` seconds.',
  ],
  TOO_MANY_REQUESTS: [
    429,
    'Too many requests without a valid key from your network. Try again after `Retry-After` seconds.',
  ],
  INTERNAL: [500, 'Internal server error. Try again. If it persists, report the `requestId`.'],
  BUSY: [503, 'An identical request is still in progress. Try again after `Retry-After` seconds.'],
  OVERLOADED: [503, 'This server is busy. Try again after `Retry-After` seconds.'],
  DATABASE_UNAVAILABLE: [
    503,
    'The database of this server cannot store or read this now. Try again after `Retry-After` seconds.',
  ],
  YOTI_REFUSED: [502, 'Yoti rejected the request. If it persists, report the `requestId`.'],
  YOTI_UNAVAILABLE: [503, 'Yoti did not respond. Try again after `Retry-After` seconds.'],
} as const satisfies Record<string, readonly [status: number, detail: string]>

export type ApiErrorCode = keyof typeof API_ERRORS

const PUBLIC_ERRORS = {
  ...API_ERRORS,
  // Only pages have these. Their texts are `errors.<code>` in locales/en.json.
  FOREIGN_ORIGIN: [403, ''],
  INVALID_LINK: [404, ''],
  INVALID_PHONE_LINK: [404, ''],
  SCENARIO: [400, ''],
  START_CLOSED: [403, ''],
} as const

export type PublicErrorCode = keyof typeof PUBLIC_ERRORS

/** The message never quotes the request, because it may contain personal data. */
export interface FieldError {
  path: string
  message: string
}

export interface PublicErrorDetails {
  /** For API callers, instead of the text of the code. */
  detail?: string | undefined
  errors?: readonly FieldError[]
  retryAfterSeconds?: number
  /** Yoti's own error code. */
  yotiCode?: string
  /** What was decided. */
  decision?: object
  /** For the text of the page. */
  values?: Readonly<Record<string, string | number>>
}

/** An error that was foreseen: `code` is stable, `message` holds no secret and no personal data. */
export class AppError extends Error {
  readonly code: string

  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = new.target.name
    this.code = code
  }

  /** What a response says of it. */
  toPublicError(): PublicError {
    return new PublicError('INTERNAL')
  }

  /** What else a log may hold of it: nothing that a person or a secret could be known by. */
  toLogFields(): object {
    return {}
  }
}

/** An error that pages and the API describe: the code determines the status and the text. */
export class PublicError extends AppError {
  declare readonly code: PublicErrorCode
  readonly status: number
  readonly details: PublicErrorDetails

  constructor(code: PublicErrorCode, details: PublicErrorDetails = {}) {
    const [status, detail] = PUBLIC_ERRORS[code]
    super(code, details.detail ?? detail)
    this.status = status
    this.details = details
  }

  override toPublicError(): this {
    return this
  }
}

/** Unknown and not the caller's own look the same. */
export class NotFoundError extends PublicError {
  constructor() {
    super('NOT_FOUND')
  }
}

/** Another request or process holds the lock. */
export class LockTimeoutError extends PublicError {
  constructor() {
    super('BUSY', { retryAfterSeconds: 5 })
  }
}

/** Express and its body parsers set a 4xx `status` on errors that the client caused. */
export function toPublicError(err: unknown): PublicError {
  // Also errors of a database driver, which `markOutage` of src/store marks.
  if (err instanceof Error && 'toPublicError' in err) return (err as AppError).toPublicError()
  const { status, type } = (err ?? {}) as { status?: unknown; type?: unknown }
  if (typeof status !== 'number' || status < 400 || status >= 500) {
    return new PublicError('INTERNAL')
  }
  if (status === 413) return new PublicError('TOO_LARGE')
  if (status === 415) return new PublicError('UNSUPPORTED_TYPE')
  return new PublicError(type === 'entity.parse.failed' ? 'MALFORMED_JSON' : 'MALFORMED_REQUEST')
}

/**
 * Returns the class, code and stack frames of an error for the log, and the fields that an AppError
 * allows. Messages of other errors are omitted, because they may quote personal data.
 */
export function serializeError(err: unknown): object {
  if (!(err instanceof Error)) return { name: typeof err }
  const { code, cause } = err as { code?: unknown; cause?: unknown }
  const frames = err.stack?.split('\n').filter((line) => line.startsWith('    at ')) ?? []
  return {
    name: err.name,
    ...(typeof code === 'string' ? { code } : {}),
    ...(err instanceof AppError ? err.toLogFields() : {}),
    ...(cause instanceof Error ? { cause: serializeError(cause) } : {}),
    stack: frames.slice(0, 8).map((line) => line.trim()),
  }
}
