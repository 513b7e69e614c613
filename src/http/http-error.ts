import { AppError } from '../errors.js'

/** A request that we refuse: the person reads `message`, so it says what to do next. */
export class HttpError extends AppError {
  readonly status: number

  constructor(status: number, code: string, message: string) {
    super(code, message)
    this.status = status
  }
}

/** Unknown and not-yours look the same. */
export function notFound(): HttpError {
  return new HttpError(
    404,
    'NOT_FOUND',
    'This page does not exist, or it belongs to another browser. Open it in the browser you started with, or start again.',
  )
}
