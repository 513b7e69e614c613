import { AppError } from '../errors.js'
import type { ProblemCode } from './problems.js'

/** The message never quotes the request, because it may contain personal data. */
export interface FieldError {
  path: string
  message: string
}

export interface ProblemDetails {
  detail?: string
  errors?: readonly FieldError[]
  retryAfterSeconds?: number
  /** Yoti's own error code. */
  yotiCode?: string
}

export class ProblemError extends AppError {
  declare readonly code: ProblemCode
  readonly details: ProblemDetails

  constructor(code: ProblemCode, details: ProblemDetails = {}) {
    super(code, code)
    this.details = details
  }
}
