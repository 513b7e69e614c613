import { createHash, timingSafeEqual } from 'node:crypto'
import type { RequestHandler, Response } from 'express'
import { hashText } from './fingerprint.js'
import { ProblemError } from './problem-error.js'

export interface ApiKey {
  caller: string
  secret: string
}

const BEARER = /^Bearer +([\x21-\x7e]+)$/i

/** Lets in who sends the secret of an API key. Several secrets of one caller are one caller. */
export function createApiAuth(apiKeys: readonly ApiKey[]): RequestHandler {
  const known = apiKeys.map(({ caller, secret }) => ({
    digest: sha256(secret),
    callerHash: hashText(caller),
  }))
  return (req, res, next) => {
    const given = sha256(BEARER.exec(req.headers.authorization ?? '')?.[1] ?? '')
    // All of them are compared, so that the time taken tells nothing.
    const [match] = known.filter(({ digest }) => timingSafeEqual(digest, given))
    if (match === undefined) {
      res.setHeader('WWW-Authenticate', 'Bearer')
      throw new ProblemError('UNAUTHORIZED')
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
  return createHash('sha256').update(text).digest()
}
