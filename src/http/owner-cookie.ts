import { createHmac, hash, randomBytes } from 'node:crypto'
import type { Request, Response } from 'express'
import { PublicError } from '../errors.js'
import { describeCookie, getCookieValues } from './base-url.js'

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
  const { name, options } = describeCookie('owner', baseUrl)

  const toOwner = (ownerId: string): NewOwner => ({
    ownerHash: hash('sha256', ownerId, 'base64url'),
    save(res) {
      const earlier = [res.getHeader('Set-Cookie') ?? []].flat().map(String)
      res.removeHeader('Set-Cookie')
      // An app that mounts this server may have set cookies of its own.
      for (const line of earlier) if (!line.startsWith(`${name}=`)) res.append('Set-Cookie', line)
      res.cookie(name, ownerId, { ...options, maxAge: ownerIdleTimeout * 1000 })
    },
  })
  const findId = (req: Request) =>
    getCookieValues(req, name).find((value) => OWNER_ID_PATTERN.test(value))
  const createId = () => randomBytes(32).toString('base64url')
  const read = (req: Request) => {
    const ownerId = findId(req)
    return ownerId === undefined ? undefined : toOwner(ownerId).ownerHash
  }
  return {
    read,
    ensure(req, res) {
      const owner = toOwner(findId(req) ?? createId())
      // Extended so that it does not expire during the session that starts now.
      owner.save(res)
      return owner.ownerHash
    },
    create(req, seed) {
      const ownerId = findId(req)
      return toOwner(
        ownerId === undefined || seed === undefined
          ? createId()
          : createHmac('sha256', ownerId).update(seed).digest('base64url'),
      )
    },
    async signOut(req, res) {
      const ownerHash = read(req)
      if (ownerHash !== undefined) await sessions.signOut(ownerHash)
      res.clearCookie(name, options)
    },
  }
}

/** Returns the id of the user who is signed in. */
export type IdentifyOwner = (req: Request) => string | undefined

/** Instead of the cookie: a signed-in user owns their sessions in every browser. */
export function createIdentifiedOwner(
  identifyOwner: IdentifyOwner,
  hashUserId: (userId: string) => string,
): OwnerCookie {
  const read = (req: Request): string => {
    const userId = identifyOwner(req)
    if (typeof userId !== 'string' || userId === '') throw new PublicError('UNAUTHORIZED')
    return hashUserId(userId)
  }
  return {
    read,
    ensure: read,
    create: (req) => ({ ownerHash: read(req), save: () => undefined }),
    signOut: () => Promise.resolve(),
  }
}
