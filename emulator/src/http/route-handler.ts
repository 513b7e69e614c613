import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Request, RequestHandler, Response } from 'express'
import { createFaultResponse, takeFault, type InjectedFault } from '../control/faults.js'
import type { EmulatorState } from '../emulator-state.js'
import { getSessionState, type Session } from '../sessions/session.js'
import { ApiError } from './api-error.js'
import {
  authenticate,
  readAccessToken,
  type ApiRequest,
  type AuthRequirement,
} from './authenticate.js'
import {
  formatEndpoint,
  type ApiCall,
  type ReceivedRequest,
  type Route,
  type RouteResponse,
} from './route.js'

const EMPTY_BODY = Buffer.alloc(0)

/** Authenticates, finds the session, runs the route, injects faults and records the request. */
export function createRouteHandler(route: Route, state: EmulatorState): RequestHandler {
  const { sessions, trackings, requestLog } = state
  const endpoint = formatEndpoint(route)

  return async (req, res) => {
    const received = toApiRequest(req)
    const request = { ...received, params: route.readParams?.(received) ?? received.params }
    const session = sessions.find(request.params.sessionId ?? '')
    const entry = createLogEntry(req, request, route, state)
    let response: RouteResponse
    let fault: InjectedFault | undefined
    try {
      const caller = authenticate(request, route.auth, state)
      const isVerified = caller.application !== undefined && entry.digest === 'refused'
      entry.digest = isVerified ? 'verified' : 'none-needed'
      fault = takeFault(trackings.listFaults, endpoint, session, request.body)
      const call = { ...request, ...caller }
      response =
        fault?.kind === 'error'
          ? createFaultResponse(fault)
          : await route.handle(call, () => authorize(session, call))
    } catch (err) {
      const apiError = err instanceof ApiError ? err : new ApiError('SERVER_ERROR')
      if (apiError !== err) process.emitWarning(err as Error)
      entry.digestMistake = apiError.digestMistake
      if (apiError.digestMistake === 'missing-header') entry.digest = 'missing'
      response = { status: apiError.status, json: apiError.body, code: apiError.code }
    }
    entry.status = response.status ?? 200
    entry.sessionId ??= response.sessionId
    entry.code = response.code
    entry.assertionMistake = response.assertionMistake
    entry.fault = fault?.kind
    if (state.recordContent && response.json !== undefined) {
      entry.responseBody = Buffer.from(JSON.stringify(response.json))
    }
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
    body: Buffer.isBuffer(req.body) ? req.body : EMPTY_BODY,
  }
}

function readQuery(req: Request): string {
  return req.url.slice(req.path.length + 1)
}

function createLogEntry(
  req: Request,
  { method, params, headers, body }: ApiRequest,
  route: Route,
  { recordContent, clock }: EmulatorState,
): ReceivedRequest {
  const needsDigest = route.auth !== 'public' && readAccessToken(headers) === undefined
  return {
    method,
    path: req.baseUrl + req.path,
    pattern: route.path,
    sessionId: params.sessionId,
    ...(recordContent
      ? { query: readQuery(req), headers, body }
      : { query: '', headers: {}, body: EMPTY_BODY }),
    bodyBytes: body.length,
    contentType: headers['content-type'],
    responseBody: EMPTY_BODY,
    credential: findCredential(route.auth, headers),
    status: 0,
    code: undefined,
    digest: needsDigest ? 'refused' : 'none-needed',
    digestMistake: undefined,
    assertionMistake: undefined,
    fault: undefined,
    requestId: randomUUID(),
    at: clock.now(),
  }
}

function findCredential(
  auth: AuthRequirement,
  headers: ApiRequest['headers'],
): ReceivedRequest['credential'] {
  if (auth === 'public') return 'none'
  const hasClientToken = auth !== 'signed' && headers['x-yoti-auth-token'] !== undefined
  return auth === 'token' || hasClientToken ? 'client-token' : 'signature'
}

export function authorize(session: Session | undefined, { application, token }: ApiCall): Session {
  if (session === undefined) throw new ApiError('SESSION_NOT_FOUND')
  if (application !== undefined) {
    if (application !== session.application) throw new ApiError('SESSION_NOT_FOUND')
    return session
  }
  if (token !== session.token) throw new ApiError('BAD_TOKEN')
  if (getSessionState(session) === 'EXPIRED') throw new ApiError('SESSION_EXPIRED')
  return session
}

/** The request has already been processed. The fault affects only the response. */
export async function sendResponse(
  res: Response,
  response: RouteResponse,
  requestId: string,
  fault?: InjectedFault,
): Promise<void> {
  if (fault?.kind === 'slow') {
    await waitWhileConnected(res, fault.delayMs)
    if (res.destroyed) return
  }
  const { status = 200, json, headers } = response
  const content = Buffer.from(json === undefined ? (response.content ?? '') : JSON.stringify(json))
  const firstHalf = content.subarray(0, Math.ceil(content.length / 2))
  if (fault?.kind === 'cut' && firstHalf.length === 0) {
    res.destroy()
    return
  }
  const sent = fault?.kind === 'malformed-json' ? firstHalf : content
  const contentType =
    fault?.kind === 'wrong-content-type'
      ? fault.contentType
      : // Yoti's Python and Ruby SDKs read error bodies only with exactly this content type.
        (response.contentType ?? (json === undefined ? undefined : 'application/json'))
  res.writeHead(status, {
    'x-request-id': requestId,
    ...(contentType === undefined ? {} : { 'Content-Type': contentType }),
    ...(status === 204 ? {} : { 'Content-Length': sent.length }),
    ...headers,
  })
  if (fault?.kind === 'cut') res.write(firstHalf, () => res.destroy())
  else res.end(sent)
}

async function waitWhileConnected(res: Response, ms: number): Promise<void> {
  const disconnected = new AbortController()
  res.once('close', () => {
    disconnected.abort()
  })
  await delay(ms, undefined, { signal: disconnected.signal }).catch(() => undefined)
}
