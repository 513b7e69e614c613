/** The client cannot go on; `code` is one of Yoti's client error codes. */
export class ClientError extends Error {
  readonly code: number

  constructor(code: number, cause?: unknown) {
    super(`the client cannot go on: error ${code}`, { cause })
    this.name = 'ClientError'
    this.code = code
  }
}

/** A refusal that a step may be able to deal with. */
export class RejectedCallError extends Error {
  readonly code: string

  constructor(call: string, code: string, details: readonly string[]) {
    super(`${call} was refused: ${[code, ...details].join(', ')}`)
    this.name = 'Refusal'
    this.code = code
  }
}
