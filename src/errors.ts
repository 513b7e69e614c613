/** An error that was foreseen: `code` is stable, `message` holds no secret and no personal data. */
export class AppError extends Error {
  readonly code: string

  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = new.target.name
    this.code = code
  }

  /** What else a log may hold of it: nothing that a person or a secret could be known by. */
  toLogFields(): object {
    return {}
  }
}

/** Unknown and not the caller's own look the same. */
export class NotFoundError extends AppError {
  constructor() {
    super('NOT_FOUND', 'Not found.')
  }
}

/** The daily limit on new sessions: each session is billed. */
export class SessionLimitError extends AppError {
  readonly retryAfterSeconds: number

  constructor(message: string, retryAfterSeconds: number) {
    super('SESSION_LIMIT', message)
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** Another request or process holds the lock. */
export class LockTimeoutError extends AppError {
  constructor() {
    super('BUSY', 'An identical request is still in progress.')
  }
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
