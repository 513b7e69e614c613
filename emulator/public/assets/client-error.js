/** Ends the flow. `code` is one of Yoti's client error codes. */
export class ClientError extends Error {
  constructor(code, cause) {
    super(`client error ${code}`, { cause })
    this.name = 'ClientError'
    this.code = code
  }
}

const UNEXPECTED = 5004

export function toErrorCode(err) {
  if (err instanceof ClientError) return err.code
  // Unexpected, so a developer needs the stack trace.
  console.error(err)
  return UNEXPECTED
}
