import { hash, timingSafeEqual } from 'node:crypto'
import type { RequestHandler, Response } from 'express'
import { sha256 } from './sha256.js'
import { ProblemError } from './problem-error.js'

export interface ApiKey {
  caller: string
  secret: string
}

const BEARER = /^Bearer +([\x21-\x7e]+)$/i

/**
 * Lets in who sends the secret of an API key. Several secrets of one caller are one caller.
 *
 * @param rateLimit for those without one; whoever has one does not suffer from his neighbours
 */
export function createApiKeyAuth(
  apiKeys: readonly ApiKey[],
  rateLimit: RequestHandler,
): RequestHandler {
  const known = apiKeys.map(({ caller, secret }) => ({
    digest: sha256Buffer(secret),
    callerHash: sha256(caller),
  }))
  return (req, res, next) => {
    const presentedDigest = sha256Buffer(BEARER.exec(req.headers.authorization ?? '')?.[1] ?? '')
    // All of them are compared, so that the time taken tells nothing.
    const [match] = known.filter(({ digest }) => timingSafeEqual(digest, presentedDigest))
    if (match === undefined) {
      void rateLimit(req, res, () => {
        res.setHeader('WWW-Authenticate', 'Bearer')
        next(new ProblemError('UNAUTHORIZED'))
      })
      return
    }
    res.locals.callerHash = match.callerHash
    next()
  }
}

/** SHA-256 of the name of the API caller, whom `createApiAuth` let in. */
export function getCallerHash(res: Response): string {
  const { callerHash } = res.locals as { callerHash?: unknown }
  if (typeof callerHash !== 'string') throw new TypeError('This route is not behind createApiAuth.')
  return callerHash
}

function sha256Buffer(text: string): Buffer {
  return hash('sha256', text, 'buffer')
}
