import { createHmac, hash, randomBytes } from 'node:crypto'
import type { CookieOptions, Request, Response } from 'express'

const OWNER_ID_PATTERN = /^[A-Za-z0-9_-]{43}$/

export interface NewOwner {
  ownerHash: string
  /** Sends the owner id to the browser. */
  save: (res: Response) => void
}

export interface OwnerCookie {
  /** Returns the SHA-256 of the owner id, because only that is stored. */
  read(req: Request): string | undefined
  /** Like `read`, but creates an owner id if there is none, and extends its lifetime. */
  ensure(req: Request, res: Response): string
  /** For a browser that needs another owner id: the same one again for the same seed, if it had one before. */
  create(req: Request, seed?: string): NewOwner
  signOut(req: Request, res: Response): Promise<void>
}

/** Identifies the browser that owns a session. `Lax`, because users return from other sites. */
export function createOwnerCookie(
  { baseUrl, ownerIdleTimeout }: { baseUrl: string; ownerIdleTimeout: number },
  sessions: { signOut(ownerHash: string): Promise<void> },
): OwnerCookie {
  const secure = baseUrl.startsWith('https:')
  const name = secure ? '__Host-owner' : 'owner'
  const options: CookieOptions = { httpOnly: true, sameSite: 'lax', path: '/', secure }

  const toOwner = (ownerId: string): NewOwner => ({
    ownerHash: hash('sha256', ownerId, 'base64url'),
    save(res) {
      res.removeHeader('Set-Cookie')
      res.cookie(name, ownerId, { ...options, maxAge: ownerIdleTimeout * 1000 })
    },
  })
  // Another server on this host may have set a cookie with the same name.
  const findId = (req: Request) =>
    getCookieValues(req.headers.cookie, name).find((value) => OWNER_ID_PATTERN.test(value))
  const find = (req: Request) => {
    const ownerId = findId(req)
    return ownerId === undefined ? undefined : toOwner(ownerId)
  }
  return {
    read: (req) => find(req)?.ownerHash,
    ensure(req, res) {
      const owner = find(req) ?? this.create(req)
      // Extended so that it does not expire during the session that starts now.
      owner.save(res)
      return owner.ownerHash
    },
    create(req, seed) {
      const ownerId = findId(req)
      return toOwner(
        ownerId === undefined || seed === undefined
          ? randomBytes(32).toString('base64url')
          : createHmac('sha256', ownerId).update(seed).digest('base64url'),
      )
    },
    async signOut(req, res) {
      const owner = find(req)
      if (owner !== undefined) await sessions.signOut(owner.ownerHash)
      res.clearCookie(name, options)
    },
  }
}

export function getCookieValues(header = '', name: string): string[] {
  const prefix = `${name}=`
  const pairs = header.split(';').map((part) => part.trim())
  return pairs.filter((pair) => pair.startsWith(prefix)).map((pair) => pair.slice(prefix.length))
}
