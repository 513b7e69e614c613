import { hash } from 'node:crypto'
import type { CookieOptions, Request, RequestHandler } from 'express'
import { PublicError } from '../errors.js'

/** Without a trailing slash, so empty at the root of a host. */
export function getBasePath(baseUrl: string): string {
  return new URL(baseUrl).pathname.replace(/\/$/, '')
}

/** A proxy may or may not remove the base path, so this server answers with and without it. */
export function removeBasePath(url: string, basePath: string): string {
  const rest = url.slice(basePath.length)
  if (!url.startsWith(basePath) || !/^([/?]|$)/.test(rest)) return url
  return rest.startsWith('/') ? rest : `/${rest}`
}

export function acceptBasePath(baseUrl: string): RequestHandler {
  const basePath = getBasePath(baseUrl)
  return (req, _res, next) => {
    req.url = removeBasePath(req.url, basePath)
    next()
  }
}

/** `__Host-` requires `Path=/`, so the name distinguishes the servers that share a host under several paths. */
export function describeCookie(purpose: string, baseUrl: string) {
  const secure = baseUrl.startsWith('https:')
  const basePath = getBasePath(baseUrl)
  const suffix = basePath === '' ? '' : `-${hash('sha256', basePath, 'hex').slice(0, 8)}`
  const options: CookieOptions = { httpOnly: true, sameSite: 'lax', path: '/', secure }
  return { name: `${secure ? '__Host-' : ''}${purpose}${suffix}`, options }
}

/** Another server on this host may have set a cookie with the same name. */
export function getCookieValues({ headers }: Request, name: string): string[] {
  const pairs = (headers.cookie ?? '').split(';').map((part) => part.trim().split('='))
  return pairs.filter(([key]) => key === name).map(([, ...value]) => value.join('='))
}

/**
 * Rejects forms that another site sent. Some browsers omit `Origin`, and the referrer policy of a proxy can turn it into
 * `null`, but then they send `Sec-Fetch-Site`.
 */
export function requireSameOrigin(baseUrl: string): RequestHandler {
  return (req, _res, next) => {
    if (!isSameOrigin(req, baseUrl)) {
      throw new PublicError('FOREIGN_ORIGIN', { values: { origin: baseUrl } })
    }
    next()
  }
}

export function isSameOrigin({ headers }: Request, baseUrl: string): boolean {
  const { origin = 'null' } = headers
  if (origin === 'null') return headers['sec-fetch-site'] === 'same-origin'
  return origin === new URL(baseUrl).origin
}

/** Cookies and the `Origin` check need the configured host. With `TRUST_PROXY`, `req.host` is the proxy's. */
export function redirectToCanonicalHost(baseUrl: string): RequestHandler {
  const { protocol, host: canonicalHost } = new URL(baseUrl)
  // Without the default port, upper case and the trailing dot of a full domain name.
  const normalise = (host: string) =>
    URL.parse(`${protocol}//${host}`)?.host.replace(/\.(?=:\d+$|$)/, '')
  return (req, res, next) => {
    const isPage = req.method === 'GET' || req.method === 'HEAD'
    if (!isPage || req.host === canonicalHost || normalise(req.host) === canonicalHost) next()
    // An absolute or protocol-relative request target must not be an open redirect.
    else
      res.redirect(308, baseUrl + (req.url.startsWith('/') ? req.url.replace(/^[/\\]+/, '/') : '/'))
  }
}
