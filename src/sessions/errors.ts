import { AppError } from '../errors.js'

/** An idempotency key was reused after its session was erased, or while it is being erased. */
export class SessionErasedError extends AppError {
  constructor() {
    super(
      'GONE',
      'The session created with this Idempotency-Key has been erased or is being erased. Use a new key for a new session.',
    )
  }
}

/** An idempotency key was reused with a different body. */
export class IdempotencyMismatchError extends AppError {
  constructor() {
    super(
      'IDEMPOTENCY_MISMATCH',
      'This Idempotency-Key was already used with a different body. Send the same body, or use a new key.',
    )
  }
}
