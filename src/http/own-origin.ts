import type { Request, RequestHandler } from 'express'
import { PublicError } from '../errors.js'

/**
 * Rejects forms that another site sent. Some browsers omit `Origin`, and the referrer policy of a proxy can turn it into
 * `null`, but then they send `Sec-Fetch-Site`.
 */
export function requireSameOrigin(baseUrl: string): RequestHandler {
  const ownOrigin = new URL(baseUrl).origin
  return (req, _res, next) => {
    if (!isSameOrigin(req, ownOrigin)) {
      throw new PublicError('FOREIGN_ORIGIN', { values: { origin: baseUrl } })
    }
    next()
  }
}

export function isSameOrigin({ headers }: Request, ownOrigin: string): boolean {
  const { origin = 'null' } = headers
  return origin === 'null' ? headers['sec-fetch-site'] === 'same-origin' : origin === ownOrigin
}

/** Cookies and the `Origin` check need the configured host. With `TRUST_PROXY`, `req.host` is the proxy's. */
export function redirectToCanonicalHost(baseUrl: string): RequestHandler {
  const { protocol, host: canonicalHost } = new URL(baseUrl)
  return (req, res, next) => {
    const isPage = req.method === 'GET' || req.method === 'HEAD'
    if (!isPage || normaliseHost(protocol, req.host) === canonicalHost) next()
    else res.redirect(308, baseUrl + toLocalPath(req.url))
  }
}

/** Without the default port, upper case and the trailing dot of a full domain name. */
function normaliseHost(protocol: string, host: string): string | undefined {
  const url = URL.parse(`${protocol}//${host}`)
  return url?.host.replace(/\.(?=:\d+$|$)/, '')
}

/** Prevents an open redirect by an absolute or protocol-relative request target. */
function toLocalPath(target: string): string {
  return target.startsWith('/') ? target.replace(/^[/\\]+/, '/') : '/'
}
