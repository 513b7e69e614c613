import type { RequestHandler } from 'express'

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
