import { randomUUID } from 'node:crypto'
import type { Request, RequestHandler, Response } from 'express'
import { answerJson, type Answer } from './answer.js'
import type { Applications } from './applications.js'
import { authenticate, type Caller } from './authenticate.js'
import { ErrorAnswer } from './error-answer.js'
import type { ReceivedRequest, RequestRecord } from './record.js'
import type { Call, Route } from './route.js'
import type { SessionStore } from './session-store.js'
import { stateOf, type Session } from './session.js'

export interface Served {
  applications: Applications
  sessions: SessionStore
  record: RequestRecord
  now: () => number
}

/** Turns a route into a handler: who calls, for which session, the answer or the refusal, and the record of it. */
export function serveRoute(route: Route, served: Served): RequestHandler {
  const { applications, sessions, record, now } = served

  async function answerRoute(call: Call): Promise<Answer> {
    switch (route.needs) {
      case 'nothing':
        return route.answer(call)
      case 'application': {
        if (call.caller.kind !== 'application') throw new ErrorAnswer('MESSAGE_SIGNING')
        return route.answer(call.caller.application, call)
      }
      case 'session':
        return route.answer(findSession(sessions, call, now()), call)
    }
  }

  return async (req, res) => {
    const requestId = randomUUID()
    const body = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0)
    const query = readQuery(req)
    const params = req.params as Call['params']
    const request: ReceivedRequest = {
      method: req.method,
      path: req.baseUrl + req.path,
      pattern: route.path,
      query,
      headers: req.headers,
      body,
      status: 0,
      code: undefined,
      digest: route.auth === 'public' ? 'none-needed' : 'refused',
      requestId,
      at: now(),
    }
    let answer: Answer
    try {
      const call = { params, query: new URLSearchParams(query), headers: req.headers, body }
      const caller = authenticate(
        {
          ...call,
          method: req.method,
          pathAndQuery: req.url,
          sdkIdInPath: params.sdkId,
        },
        route.auth,
        applications,
      )
      request.digest = describeProof(caller)
      answer = await answerRoute({ ...call, caller })
    } catch (err) {
      const refusal = err instanceof ErrorAnswer ? err : new ErrorAnswer('SERVER_ERROR')
      if (!(err instanceof ErrorAnswer)) process.emitWarning(err as Error)
      request.code = refusal.code
      if (isDigestMissing(refusal)) request.digest = 'missing'
      answer = answerJson(refusal.status, refusal.body)
    }
    request.status = answer.status
    record.add(request)
    sendAnswer(res, answer, requestId)
  }
}

export function sendAnswer(res: Response, answer: Answer, requestId: string): void {
  const { status, contentType, content = '' } = answer
  res.writeHead(status, {
    'x-request-id': requestId,
    ...(contentType === undefined ? {} : { 'Content-Type': contentType }),
    ...(status === 204 ? {} : { 'Content-Length': Buffer.byteLength(content) }),
  })
  res.end(content)
}

/** The session, if it is the caller's to see. */
function findSession(sessions: SessionStore, { caller, params }: Call, now: number): Session {
  const session = sessions.find(params.sessionId ?? '')
  if (session === undefined) throw new ErrorAnswer('SESSION_NOT_FOUND')
  if (caller.kind === 'application') {
    if (caller.application.sdkId !== session.sdkId) throw new ErrorAnswer('SESSION_NOT_FOUND')
    return session
  }
  if (caller.kind !== 'client' || caller.token !== session.token) throw new ErrorAnswer('BAD_TOKEN')
  if (stateOf(session, now) === 'EXPIRED') throw new ErrorAnswer('SESSION_EXPIRED')
  return session
}

function readQuery(req: Request): string {
  const start = req.url.indexOf('?')
  return start < 0 ? '' : req.url.slice(start + 1)
}

function describeProof(caller: Caller): ReceivedRequest['digest'] {
  return caller.kind === 'application' ? 'verified' : 'none-needed'
}

function isDigestMissing({ body }: ErrorAnswer): boolean {
  return body.errors?.some(({ property }) => property === 'header.X-Yoti-Auth-Digest') ?? false
}
