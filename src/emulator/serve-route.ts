import { randomUUID } from 'node:crypto'
import type { Request, RequestHandler } from 'express'
import { answerJson, type Answer } from './answer.js'
import type { Applications } from './applications.js'
import { authenticate, type Caller } from './authenticate.js'
import type { FaultBook } from './control/fault-book.js'
import type { Fault } from './control/fault.js'
import { answerFault } from './control/fault-error.js'
import { sendDamaged } from './control/send-damaged.js'
import { ErrorAnswer } from './error-answer.js'
import type { ReceivedRequest, RequestRecord } from './record.js'
import { endpointOf, type Call, type Route } from './route.js'
import type { SessionClock } from './session-clock.js'
import type { SessionStore } from './session-store.js'
import { stateOf, type Session } from './session.js'

export interface Served {
  applications: Applications
  sessions: SessionStore
  faults: FaultBook
  record: RequestRecord
  /** Everybody's time, for the record, and each session's own. */
  now: () => number
  nowOf: SessionClock['now']
}

/** Turns a route into a handler: who calls, for which session, the answer or the refusal, and the record of it. */
export function serveRoute(route: Route, served: Served): RequestHandler {
  const { applications, sessions, faults, record, now } = served
  const endpoint = endpointOf(route)

  async function answerRoute(call: Call): Promise<Answer> {
    switch (route.needs) {
      case 'nothing':
        return route.answer(call)
      case 'application': {
        if (call.caller.kind !== 'application') throw new ErrorAnswer('MESSAGE_SIGNING')
        return route.answer(call.caller.application, call)
      }
      case 'session':
        return route.answer(findSession(served, call), call)
    }
  }

  return async (req, res) => {
    const { body, query, params, headers } = readRequest(req)
    const request = describeRequest(req, route, now())
    let answer: Answer
    let fault: Fault | undefined
    try {
      const call = { params, query: new URLSearchParams(query), headers, body }
      const caller = authenticate(
        {
          ...call,
          method: req.method,
          pathAndQuery: req.url,
          prefix: req.baseUrl,
          sdkIdInPath: params.sdkId,
        },
        route.auth,
        applications,
      )
      request.digest = describeProof(caller)
      fault = faults.take(endpoint, { session: sessions.find(params.sessionId ?? ''), body })
      answer =
        fault?.kind === 'error'
          ? answerFault(fault.code, fault.retryAfter)
          : await answerRoute({ ...call, caller })
    } catch (err) {
      const refusal = err instanceof ErrorAnswer ? err : new ErrorAnswer('SERVER_ERROR')
      if (!(err instanceof ErrorAnswer)) process.emitWarning(err as Error)
      request.code = refusal.code
      request.digestMistake = refusal.digestMistake
      if (refusal.digestMistake === 'missing-header') request.digest = 'missing'
      answer = answerJson(refusal.status, refusal.body)
    }
    request.status = answer.status
    request.sessionId ??= answer.sessionId
    request.fault = fault?.kind
    if (fault?.kind === 'error') request.code = fault.code
    record.add(request)
    await sendDamaged(res, answer, request.requestId, fault)
  }
}

function readRequest(req: Request) {
  const start = req.url.indexOf('?')
  return {
    body: Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0),
    query: start < 0 ? '' : req.url.slice(start + 1),
    params: req.params as Call['params'],
    headers: req.headers,
  }
}

function describeRequest(req: Request, route: Route, at: number): ReceivedRequest {
  const { body, query, params, headers } = readRequest(req)
  return {
    method: req.method,
    path: req.baseUrl + req.path,
    pattern: route.path,
    sessionId: params.sessionId,
    query,
    headers,
    body,
    status: 0,
    code: undefined,
    digest: route.auth === 'public' ? 'none-needed' : 'refused',
    digestMistake: undefined,
    fault: undefined,
    requestId: randomUUID(),
    at,
  }
}

/** The session, if it is the caller's to see. */
function findSession({ sessions, nowOf }: Served, { caller, params }: Call): Session {
  const session = sessions.find(params.sessionId ?? '')
  if (session === undefined) throw new ErrorAnswer('SESSION_NOT_FOUND')
  if (caller.kind === 'application') {
    if (caller.application.sdkId !== session.sdkId) throw new ErrorAnswer('SESSION_NOT_FOUND')
    return session
  }
  if (caller.kind !== 'client' || caller.token !== session.token) throw new ErrorAnswer('BAD_TOKEN')
  if (stateOf(session, nowOf(session)) === 'EXPIRED') throw new ErrorAnswer('SESSION_EXPIRED')
  return session
}

function describeProof(caller: Caller): ReceivedRequest['digest'] {
  return caller.kind === 'application' ? 'verified' : 'none-needed'
}
