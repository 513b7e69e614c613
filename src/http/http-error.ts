import { AppError } from '../errors.js'

/** Users read `message`, so it says what to do next. */
export class HttpError extends AppError {
  readonly status: number

  constructor(status: number, code: string, message: string) {
    super(code, message)
    this.status = status
  }
}

/** The same for unknown pages and those of another browser. */
export function notFound(): HttpError {
  return new HttpError(
    404,
    'NOT_FOUND',
    'This page doesn’t exist or belongs to another browser. Open it in the browser you started with, or start again.',
  )
}
