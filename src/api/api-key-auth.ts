import { hash, timingSafeEqual } from 'node:crypto'
import type { RequestHandler, Response } from 'express'
import { PublicError } from '../errors.js'

export interface ApiKey {
  caller: string
  secret: string
}

const BEARER = /^Bearer +([\x21-\x7e]+)$/i

// The same whether or not the caller exists.
const COLON_HINT =
  'The credential contains a colon. If it is an API_KEYS entry (`caller:secret`), send only the part after the colon.'

/**
 * Authenticates API callers. A caller may have several secrets.
 *
 * @param rateLimit for requests without a valid key only, so that callers do not affect each other
 */
export function createApiKeyAuth(
  apiKeys: readonly ApiKey[],
  rateLimit: RequestHandler,
): RequestHandler {
  const known = apiKeys.map(({ caller, secret }) => ({
    digest: sha256Buffer(secret),
    caller,
    callerHash: hash('sha256', caller, 'base64url'),
  }))
  return (req, res, next) => {
    const credential = BEARER.exec(req.headers.authorization ?? '')?.[1] ?? ''
    const presentedDigest = sha256Buffer(credential)
    // Compares with every key, so that timing reveals nothing.
    const [match] = known.filter(({ digest }) => timingSafeEqual(digest, presentedDigest))
    if (match === undefined) {
      res.locals.isAuthRefused = true
      void rateLimit(req, res, (err?: unknown) => {
        res.setHeader('WWW-Authenticate', 'Bearer')
        const detail = credential.includes(':') ? COLON_HINT : undefined
        next(err ?? new PublicError('UNAUTHORIZED', { detail }))
      })
      return
    }
    res.locals.caller = match.caller
    res.locals.callerHash = match.callerHash
    next()
  }
}

/** SHA-256 of the authenticated caller's name. */
export function getCallerHash(res: Response): string {
  const { callerHash } = res.locals as { callerHash?: unknown }
  if (typeof callerHash !== 'string')
    throw new TypeError('This route is not behind createApiKeyAuth.')
  return callerHash
}

function sha256Buffer(text: string): Buffer {
  return hash('sha256', text, 'buffer')
}
