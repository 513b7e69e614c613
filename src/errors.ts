/** An error that was foreseen: `code` is stable, `message` holds no secret and no personal data. */
export class AppError extends Error {
  readonly code: string
  /** HTTP status to answer with when nothing else is known. */
  readonly status: number

  constructor(code: string, message: string, options: { status?: number; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = new.target.name
    this.code = code
    this.status = options.status ?? 500
  }
}
