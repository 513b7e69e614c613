import type { RequestHandler } from 'express'

/**
 * Pages opened under another host get 308 to the configured one: cookies and `Origin` are bound to
 * it. Behind proxies that are believed (`TRUST_PROXY`) the host is what they say it was.
 */
export function redirectToCanonicalHost(canonicalOrigin: string): RequestHandler {
  const canonicalHost = new URL(canonicalOrigin).host
  return (req, res, next) => {
    const isPage = req.method === 'GET' || req.method === 'HEAD'
    if (!isPage || req.host === canonicalHost) next()
    else
      res
        .set('Cache-Control', 'no-store')
        .redirect(308, canonicalOrigin + toLocalPath(req.originalUrl))
  }
}

/** An absolute or protocol-relative request target must not choose where we redirect to. */
function toLocalPath(target: string): string {
  return target.startsWith('/') ? target.replace(/^[/\\]+/, '/') : '/'
}
