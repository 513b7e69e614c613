import { AppError } from '../errors.js'

/** Too many sessions in a day: each one is billed. */
export class SessionLimitError extends AppError {
  /** Seconds until another one is accepted. */
  readonly retryAfterSeconds: number

  constructor(message: string, retryAfterSeconds: number) {
    super('SESSION_LIMIT', message)
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** Another process is at the same, and takes long. */
export class LockTimeoutError extends AppError {
  constructor() {
    super('BUSY', 'The same was asked for a moment ago and is still under way.')
  }
}

/** An idempotency key came again whose session was erased, or is being erased. */
export class SessionErasedError extends AppError {
  constructor() {
    super(
      'GONE',
      'The session of this Idempotency-Key was erased, or is being erased. Use a new key for a new session.',
    )
  }
}

/** An idempotency key came again with another body. */
export class IdempotencyMismatchError extends AppError {
  constructor() {
    super(
      'IDEMPOTENCY_MISMATCH',
      'This Idempotency-Key came before with another body. Send the same body, or a new key.',
    )
  }
}
