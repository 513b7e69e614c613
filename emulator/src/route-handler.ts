import { randomUUID } from 'node:crypto'
import type { Request, RequestHandler } from 'express'
import { createJsonResponse, type RouteResponse } from './route-response.js'
import type { Applications } from './applications.js'
import { authenticate, type Caller } from './authenticate.js'
import type { FaultRegistry } from './control/fault-registry.js'
import type { Fault } from './control/fault.js'
import { createFaultResponse } from './control/fault-response.js'
import { sendWithFault } from './control/send-with-fault.js'
import { ApiError } from './api-error.js'
import type { ReceivedRequest, RequestLog } from './request-log.js'
import { formatEndpoint, type ApiCall, type Route } from './route.js'
import type { SessionClock } from './session-clock.js'
import type { SessionStore } from './session-store.js'
import { getSessionState, type Session } from './session.js'

export interface RouteContext {
  applications: Applications
  sessions: SessionStore
  faults: FaultRegistry
  requestLog: RequestLog
  /** `now` is for the request log. Sessions have their own time. */
  now: () => number
  sessionNow: SessionClock['now']
}

/** Authenticates, finds the session, runs the route, injects faults and records the request. */
export function createRouteHandler(route: Route, context: RouteContext): RequestHandler {
  const { applications, sessions, faults, requestLog, now } = context
  const endpoint = formatEndpoint(route)

  async function handleRoute(call: ApiCall): Promise<RouteResponse> {
    switch (route.needs) {
      case 'nothing':
        return route.handle(call)
      case 'application': {
        if (call.caller.kind !== 'application') throw new ApiError('MESSAGE_SIGNING')
        return route.handle(call.caller.application, call)
      }
      case 'session':
        return route.handle(getAuthorizedSession(context, call), call)
    }
  }

  return async (req, res) => {
    const { body, query, params, headers } = parseRequest(req)
    const request = createLogEntry(req, route, now())
    let response: RouteResponse
    let fault: Fault | undefined
    try {
      const call = { params, query: new URLSearchParams(query), headers, body }
      const caller = authenticate(
        {
          ...call,
          method: req.method,
          pathAndQuery: req.url,
          apiPrefix: req.baseUrl,
          sdkIdInPath: params.sdkId,
        },
        route.auth,
        applications,
      )
      request.digest = toDigestStatus(caller)
      fault = faults.take(endpoint, { session: sessions.find(params.sessionId ?? ''), body })
      response =
        fault?.kind === 'error'
          ? createFaultResponse(fault.code, fault.retryAfter)
          : await handleRoute({ ...call, caller })
    } catch (err) {
      const apiError = err instanceof ApiError ? err : new ApiError('SERVER_ERROR')
      if (!(err instanceof ApiError)) process.emitWarning(err as Error)
      request.code = apiError.code
      request.digestMistake = apiError.digestMistake
      if (apiError.digestMistake === 'missing-header') request.digest = 'missing'
      response = createJsonResponse(apiError.status, apiError.body)
    }
    request.status = response.status
    request.sessionId ??= response.sessionId
    request.fault = fault?.kind
    if (fault?.kind === 'error') request.code = fault.code
    requestLog.add(request)
    await sendWithFault(res, response, request.requestId, fault)
  }
}

function parseRequest(req: Request) {
  const start = req.url.indexOf('?')
  return {
    body: Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0),
    query: start < 0 ? '' : req.url.slice(start + 1),
    params: req.params as ApiCall['params'],
    headers: req.headers,
  }
}

function createLogEntry(req: Request, route: Route, at: number): ReceivedRequest {
  const { body, query, params, headers } = parseRequest(req)
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

/** @throws ApiError when the session belongs to another application */
function getAuthorizedSession(
  { sessions, sessionNow }: RouteContext,
  { caller, params }: ApiCall,
): Session {
  const session = sessions.find(params.sessionId ?? '')
  if (session === undefined) throw new ApiError('SESSION_NOT_FOUND')
  if (caller.kind === 'application') {
    if (caller.application.sdkId !== session.sdkId) throw new ApiError('SESSION_NOT_FOUND')
    return session
  }
  if (caller.kind !== 'client' || caller.token !== session.token) throw new ApiError('BAD_TOKEN')
  if (getSessionState(session, sessionNow(session)) === 'EXPIRED')
    throw new ApiError('SESSION_EXPIRED')
  return session
}

function toDigestStatus(caller: Caller): ReceivedRequest['digest'] {
  return caller.kind === 'application' ? 'verified' : 'none-needed'
}
