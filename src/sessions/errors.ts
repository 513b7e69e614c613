import { AppError } from '../errors.js'

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
