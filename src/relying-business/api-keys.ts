import { hash, timingSafeEqual } from 'node:crypto'
import type { RequestHandler, Response } from 'express'
import { hashText } from './fingerprint.js'
import { ProblemError } from './problem-error.js'

export interface ApiKey {
  caller: string
  secret: string
}

const BEARER = /^Bearer +([\x21-\x7e]+)$/i

/**
 * Lets in who sends the secret of an API key. Several secrets of one caller are one caller.
 *
 * @param limit for those without one; whoever has one does not suffer from his neighbours
 */
export function createApiAuth(apiKeys: readonly ApiKey[], limit: RequestHandler): RequestHandler {
  const known = apiKeys.map(({ caller, secret }) => ({
    digest: sha256(secret),
    callerHash: hashText(caller),
  }))
  return (req, res, next) => {
    const given = sha256(BEARER.exec(req.headers.authorization ?? '')?.[1] ?? '')
    // All of them are compared, so that the time taken tells nothing.
    const [match] = known.filter(({ digest }) => timingSafeEqual(digest, given))
    if (match === undefined) {
      void limit(req, res, () => {
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
export function readCallerHash(res: Response): string {
  const { callerHash } = res.locals as { callerHash?: unknown }
  if (typeof callerHash !== 'string') throw new TypeError('This route is not behind createApiAuth.')
  return callerHash
}

function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer')
}
