import type { Request, Response } from 'express'
import { parseUuid } from '../http/parse.js'
import type { OrderedSessions, Session } from '../sessions/session.js'
import { readCallerHash } from './api-keys.js'
import { isErasing } from '../sessions/session.js'
import { ProblemError } from './problem-error.js'

/** The session that a request names, when it is the caller's. */
export type FindOwn = (req: Request, res: Response) => Promise<Session>

/** @throws NotFoundError */
export function createFindOwn(sessions: Pick<OrderedSessions, 'ownByCaller'>): FindOwn {
  return (req, res) => sessions.ownByCaller(parseUuid(req.params.sessionId), readCallerHash(res))
}

/** For what Yoti holds of a session: gone once it is to be erased. */
export function createFindKept(sessions: Pick<OrderedSessions, 'ownByCaller'>): FindOwn {
  const findOwn = createFindOwn(sessions)
  return async (req, res) => {
    const session = await findOwn(req, res)
    if (isErasing(session)) throw new ProblemError('GONE')
    return session
  }
}
