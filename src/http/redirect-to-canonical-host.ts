import type { RequestHandler } from 'express'

/** Cookies and the `Origin` check need the configured host. With `TRUST_PROXY`, `req.host` is the proxy's. */
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

/** Prevents an open redirect by an absolute or protocol-relative request target. */
function toLocalPath(target: string): string {
  return target.startsWith('/') ? target.replace(/^[/\\]+/, '/') : '/'
}
