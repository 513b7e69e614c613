import type { Request, Response } from 'express'
import { parseUuid } from '../http/parse-uuid.js'
import type { CallerSessions, Session } from '../sessions/session.js'
import { getCallerHash } from './api-key-auth.js'
import { isErasureRequested } from '../sessions/session.js'
import { ProblemError } from './problem-error.js'

/** The session that a request names, when it is the caller's. */
export type GetCallerSession = (req: Request, res: Response) => Promise<Session>

/** @throws NotFoundError */
export function createGetCallerSession(
  sessions: Pick<CallerSessions, 'getForCaller'>,
): GetCallerSession {
  return (req, res) => sessions.getForCaller(parseUuid(req.params.sessionId), getCallerHash(res))
}

/** For what Yoti holds of a session: gone once it is to be erased. */
export function createGetUnerasedSession(
  sessions: Pick<CallerSessions, 'getForCaller'>,
): GetCallerSession {
  const getCallerSession = createGetCallerSession(sessions)
  return async (req, res) => {
    const session = await getCallerSession(req, res)
    if (isErasureRequested(session)) throw new ProblemError('GONE')
    return session
  }
}
