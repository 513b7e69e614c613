import { hash } from 'node:crypto'
import type { CookieOptions } from 'express'
import { getBasePath } from './base-path.js'

/** `__Host-` requires `Path=/`, so the name distinguishes the servers that share a host under several paths. */
export function describeCookie(purpose: string, baseUrl: string) {
  const secure = baseUrl.startsWith('https:')
  const basePath = getBasePath(baseUrl)
  const suffix = basePath === '' ? '' : `-${hash('sha256', basePath, 'hex').slice(0, 8)}`
  const options: CookieOptions = { httpOnly: true, sameSite: 'lax', path: '/', secure }
  return { name: `${secure ? '__Host-' : ''}${purpose}${suffix}`, options }
}

export function getCookieValues(header = '', name: string): string[] {
  const prefix = `${name}=`
  const pairs = header.split(';').map((part) => part.trim())
  return pairs.filter((pair) => pair.startsWith(prefix)).map((pair) => pair.slice(prefix.length))
}
