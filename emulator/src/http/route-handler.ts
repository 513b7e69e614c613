import { randomUUID } from 'node:crypto'
import type { Request, RequestHandler } from 'express'
import { createFaultResponse, type Fault, type FaultRegistry } from '../control/faults.js'
import type { SessionStore } from '../sessions/session-store.js'
import { getSessionState, type Session } from '../sessions/session.js'
import { ApiError } from './api-error.js'
import { authenticate, type ApiRequest, type Applications } from './authenticate.js'
import type { ReceivedRequest, RequestLog } from './request-log.js'
import { formatEndpoint, type ApiCall, type Route, type RouteResponse } from './route.js'
import { sendResponse } from './send-response.js'

export interface RouteContext {
  applications: Applications
  sessions: SessionStore
  faults: FaultRegistry
  requestLog: RequestLog
  now: () => number
}

/** Authenticates, finds the session, runs the route, injects faults and records the request. */
export function createRouteHandler(route: Route, context: RouteContext): RequestHandler {
  const { applications, sessions, faults, requestLog, now } = context
  const endpoint = formatEndpoint(route)

  return async (req, res) => {
    const request = toApiRequest(req)
    const session = sessions.find(request.params.sessionId ?? '')
    const entry = createLogEntry(req, request, route, now())
    let response: RouteResponse
    let fault: Fault | undefined
    try {
      const caller = authenticate(request, route.auth, applications)
      entry.digest = caller.application === undefined ? 'none-needed' : 'verified'
      fault = faults.take(endpoint, { session, body: request.body })
      const call = { ...request, ...caller }
      response =
        fault?.kind === 'error'
          ? createFaultResponse(fault)
          : await route.handle(call, () => authorize(session, call))
    } catch (err) {
      const apiError = err instanceof ApiError ? err : new ApiError('SERVER_ERROR')
      if (apiError !== err) process.emitWarning(err as Error)
      entry.code = apiError.code
      entry.digestMistake = apiError.digestMistake
      if (apiError.digestMistake === 'missing-header') entry.digest = 'missing'
      response = { status: apiError.status, json: apiError.body }
    }
    entry.status = response.status ?? 200
    entry.sessionId ??= response.sessionId
    entry.fault = fault?.kind
    if (fault?.kind === 'error') entry.code = fault.code
    requestLog.add(entry)
    await sendResponse(res, response, entry.requestId, fault)
  }
}

function toApiRequest(req: Request): ApiRequest {
  return {
    method: req.method,
    pathAndQuery: req.url,
    apiPrefix: req.baseUrl,
    params: req.params as ApiRequest['params'],
    query: new URLSearchParams(readQuery(req)),
    headers: req.headers,
    body: Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0),
  }
}

function readQuery(req: Request): string {
  return req.url.slice(req.path.length + 1)
}

function createLogEntry(
  req: Request,
  { method, params, headers, body }: ApiRequest,
  route: Route,
  at: number,
): ReceivedRequest {
  return {
    method,
    path: req.baseUrl + req.path,
    pattern: route.path,
    sessionId: params.sessionId,
    query: readQuery(req),
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

function authorize(session: Session | undefined, { application, token }: ApiCall): Session {
  if (session === undefined) throw new ApiError('SESSION_NOT_FOUND')
  if (application !== undefined) {
    if (application !== session.application) throw new ApiError('SESSION_NOT_FOUND')
    return session
  }
  if (token !== session.token) throw new ApiError('BAD_TOKEN')
  if (getSessionState(session) === 'EXPIRED') throw new ApiError('SESSION_EXPIRED')
  return session
}
