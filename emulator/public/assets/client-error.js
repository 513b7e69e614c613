/** The flow cannot go on; `code` is one of Yoti's client error codes. */
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
  // Nobody expected it: the console is where a developer looks.
  console.error(err)
  return UNEXPECTED
}
