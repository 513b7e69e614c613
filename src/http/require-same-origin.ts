import type { RequestHandler } from 'express'
import { HttpError } from './http-error.js'

/** Refuses a form that another site sent: `Origin` is ours, or absent with `Sec-Fetch-Site: same-origin`. */
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
