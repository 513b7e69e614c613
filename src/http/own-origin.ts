import type { RequestHandler } from 'express'
import { PublicError } from '../errors.js'

/** Rejects forms that another site sent. Some browsers omit `Origin`, but send `Sec-Fetch-Site`. */
export function requireSameOrigin(ownOrigin: string): RequestHandler {
  return (req, _res, next) => {
    const { origin } = req.headers
    const isSameOrigin =
      origin === undefined ? req.headers['sec-fetch-site'] === 'same-origin' : origin === ownOrigin
    if (!isSameOrigin) throw new PublicError('FOREIGN_ORIGIN', { values: { origin: ownOrigin } })
    next()
  }
}

/** Cookies and the `Origin` check need the configured host. With `TRUST_PROXY`, `req.host` is the proxy's. */
export function redirectToCanonicalHost(canonicalOrigin: string): RequestHandler {
  const canonicalHost = new URL(canonicalOrigin).host
  return (req, res, next) => {
    const isPage = req.method === 'GET' || req.method === 'HEAD'
    if (!isPage || req.host === canonicalHost) next()
    else res.redirect(308, canonicalOrigin + toLocalPath(req.originalUrl))
  }
}

/** Prevents an open redirect by an absolute or protocol-relative request target. */
function toLocalPath(target: string): string {
  return target.startsWith('/') ? target.replace(/^[/\\]+/, '/') : '/'
}
