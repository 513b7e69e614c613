import { AppError } from '../errors.js'
import type { ProblemCode } from './problems.js'

/** One mistake of a request: where it is, and what was expected there; never what was sent. */
export interface FieldError {
  path: string
  message: string
}

export interface ProblemDetails {
  detail?: string
  errors?: readonly FieldError[]
  /** Seconds. */
  retryAfterSeconds?: number
  /** Yoti's own word for it. */
  yotiCode?: string
}

/** An answer of the API that is not the one asked for. */
export class ProblemError extends AppError {
  declare readonly code: ProblemCode
  readonly details: ProblemDetails

  constructor(code: ProblemCode, details: ProblemDetails = {}) {
    super(code, code)
    this.details = details
  }
}
