import { hash, randomBytes } from 'node:crypto'
import type { CookieOptions, Request, Response } from 'express'

const ONE_DAY_MS = 24 * 60 * 60 * 1000
const OWNER_ID_PATTERN = /^[A-Za-z0-9_-]{43}$/

export interface OwnerCookie {
  /** Returns the SHA-256 of the owner id, because only that is stored. */
  read(req: Request): string | undefined
  /** Like `read`, but creates an owner id if there is none, and extends its lifetime. */
  ensure(req: Request, res: Response): string
  clear(res: Response): void
}

/**
 * Identifies the browser that owns a session. `Lax`, because users return from other sites.
 *
 * @param clientSessionTokenTtl seconds that a user may take
 */
export function createOwnerCookie(secure: boolean, clientSessionTokenTtl: number): OwnerCookie {
  const maxAge = Math.max(ONE_DAY_MS, clientSessionTokenTtl * 1000)
  const name = secure ? '__Host-owner' : 'owner'
  const options: CookieOptions = { httpOnly: true, sameSite: 'lax', path: '/', secure }

  // Another server on this host may have set a cookie with the same name.
  const readOwnerId = (req: Request): string | undefined =>
    getCookieValues(req.headers.cookie, name).find((value) => OWNER_ID_PATTERN.test(value))
  return {
    read(req) {
      const ownerId = readOwnerId(req)
      return ownerId === undefined ? undefined : hashOwnerId(ownerId)
    },
    ensure(req, res) {
      const ownerId = readOwnerId(req) ?? randomBytes(32).toString('base64url')
      // Extended so that it does not expire during the session that starts now.
      res.cookie(name, ownerId, { ...options, maxAge })
      return hashOwnerId(ownerId)
    },
    clear: (res) => res.clearCookie(name, options),
  }
}

function getCookieValues(header = '', name: string): string[] {
  const prefix = `${name}=`
  const pairs = header.split(';').map((part) => part.trim())
  return pairs.filter((pair) => pair.startsWith(prefix)).map((pair) => pair.slice(prefix.length))
}

function hashOwnerId(ownerId: string): string {
  return hash('sha256', ownerId, 'base64url')
}
