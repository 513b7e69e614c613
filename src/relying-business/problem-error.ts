import { AppError } from '../errors.js'
import type { ProblemCode } from './problem-table.js'

/** One mistake of a request: where it is, and what was expected there; never what was sent. */
export interface Mistake {
  path: string
  message: string
}

export interface ProblemFacts {
  detail?: string
  errors?: readonly Mistake[]
  /** Seconds. */
  retryAfter?: number
  /** Yoti's own word for it. */
  yotiCode?: string
}

/** An answer of the API that is not the one asked for. */
export class ProblemError extends AppError {
  declare readonly code: ProblemCode
  readonly facts: ProblemFacts

  constructor(code: ProblemCode, facts: ProblemFacts = {}) {
    super(code, code)
    this.facts = facts
  }
}
