import type { Request, Response } from 'express'
import { parseUuid } from '../http/parse-uuid.js'
import type { CallerSessions, Session } from '../sessions/session.js'
import { getCallerHash } from './api-key-auth.js'
import { isErasureRequested } from '../sessions/session.js'
import { ProblemError } from './problem-error.js'

export type GetCallerSession = (req: Request, res: Response) => Promise<Session>

/** @throws NotFoundError */
export function createGetCallerSession(
  sessions: Pick<CallerSessions, 'getForCaller'>,
): GetCallerSession {
  return (req, res) => sessions.getForCaller(parseUuid(req.params.sessionId), getCallerHash(res))
}

/** For data that Yoti stores: it is gone as soon as the session's erasure is requested. */
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
