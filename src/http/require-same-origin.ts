import type { RequestHandler } from 'express'
import { HttpError } from './http-error.js'

/** Rejects forms that another site sent. Some browsers omit `Origin`, but send `Sec-Fetch-Site`. */
export function requireSameOrigin(ownOrigin: string): RequestHandler {
  return (req, _res, next) => {
    const { origin } = req.headers
    const isSameOrigin =
      origin === undefined ? req.headers['sec-fetch-site'] === 'same-origin' : origin === ownOrigin
    if (!isSameOrigin) {
      throw new HttpError(
        403,
        'FOREIGN_ORIGIN',
        `This form must be sent from ${ownOrigin}. Open that address and try again.`,
      )
    }
    next()
  }
}
