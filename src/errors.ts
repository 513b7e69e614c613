/** An error that was foreseen: `code` is stable, `message` holds no secret and no personal data. */
export class AppError extends Error {
  readonly code: string

  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = new.target.name
    this.code = code
  }
}

/** What a log line may say about an error: its class and code, and the stack without the message. Messages of foreign errors may quote what they choked on. */
export function describeError(err: unknown): object {
  if (!(err instanceof Error)) return { name: typeof err }
  const frames = err.stack?.split('\n').filter((line) => line.startsWith('    at ')) ?? []
  const { code, cause } = err as { code?: unknown; cause?: unknown }
  return {
    name: err.name,
    ...(typeof code === 'string' ? { code } : {}),
    ...(cause instanceof Error ? { cause: describeError(cause) } : {}),
    stack: frames.slice(0, 8).map((line) => line.trim()),
  }
}
