import { hash, timingSafeEqual } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import type { ApiCaller } from '../config/callers.js'
import { PublicError } from '../errors.js'
import { parseUuid } from '../http/parse-uuid.js'
import { recordAccess } from '../request-context.js'
import type { Session } from '../sessions/session.js'
import type { Sessions } from '../sessions/sessions.js'

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
  callers: readonly ApiCaller[],
  rateLimit: RequestHandler,
): RequestHandler {
  const sha256 = (text: string) => hash('sha256', text, 'buffer')
  const known = callers.flatMap((caller) =>
    caller.secrets.map((secret) => ({ digest: sha256(secret), caller })),
  )
  return (req, res, next) => {
    const credential = BEARER.exec(req.headers.authorization ?? '')?.[1] ?? ''
    const presentedDigest = sha256(credential)
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
    res.locals.apiCaller = match.caller
    // For the logs.
    res.locals.caller = match.caller.name
    next()
  }
}

/**
 * The session of the URL.
 *
 * @throws NotFoundError when it is unknown or belongs to another caller
 */
export async function findSession(
  sessions: Pick<Sessions, 'getForCaller'>,
  req: Request,
  res: Response,
): Promise<Session> {
  const sessionId = parseUuid(req.params.sessionId)
  const session = await sessions.getForCaller(sessionId, getCaller(res).hash)
  recordAccess(res, session)
  return session
}

/** The authenticated caller. */
export function getCaller(res: Response): ApiCaller {
  const { apiCaller } = res.locals as { apiCaller?: ApiCaller }
  if (apiCaller === undefined) throw new TypeError('This route is not behind createApiKeyAuth.')
  return apiCaller
}
