import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { Request, RequestHandler, Response } from 'express'
import { createFaultResponse, takeFault, type InjectedFault } from '../control/faults.js'
import type { EmulatorState } from '../emulator-state.js'
import { getSessionState, type Session } from '../sessions/session.js'
import { ApiError } from './api-error.js'
import { authenticate, readAccessToken, type ApiRequest, type Caller } from './authenticate.js'
import type { DigestMistake } from './digest.js'
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
  const { sessions, trackings, requestLog, recordContent, clock } = state
  const endpoint = formatEndpoint(route)

  return async (req, res) => {
    const at = clock.now()
    const requestId = randomUUID()
    const received = toApiRequest(req)
    const params = route.readParams?.(received) ?? received.params
    const request = { ...received, params }
    const { headers, body } = request
    const session = sessions.find(params.sessionId ?? '')
    let caller: Caller | undefined
    let fault: InjectedFault | undefined
    let digestMistake: DigestMistake | undefined
    let response: RouteResponse
    try {
      caller = authenticate(request, route.auth, state)
      fault = takeFault(trackings.listFaults, endpoint, session, body)
      const call = { ...request, ...caller }
      response =
        fault?.kind === 'error'
          ? createFaultResponse(fault)
          : await route.handle(call, () => authorize(session, call))
    } catch (err) {
      const apiError = err instanceof ApiError ? err : new ApiError('SERVER_ERROR')
      if (apiError !== err) process.emitWarning(err as Error)
      digestMistake = apiError.digestMistake
      response = { status: apiError.status, json: apiError.body, code: apiError.code }
    }
    const { status = 200, json, code, assertionMistake } = response
    requestLog.add({
      method: request.method,
      path: req.baseUrl + req.path,
      pattern: route.path,
      sessionId: params.sessionId ?? response.sessionId,
      ...(recordContent
        ? { query: readQuery(req), headers, body }
        : { query: '', headers: {}, body: EMPTY_BODY }),
      bodyBytes: body.length,
      contentType: headers['content-type'],
      responseBody:
        recordContent && json !== undefined ? Buffer.from(JSON.stringify(json)) : EMPTY_BODY,
      status,
      code,
      ...describeProof(request, route, caller, digestMistake),
      digestMistake,
      assertionMistake,
      fault: fault?.kind,
      requestId,
      at,
    })
    await sendResponse(res, response, requestId, fault)
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

/** How the request proved who sent it. Without a caller it was refused. */
function describeProof(
  { headers }: ApiRequest,
  { auth }: Route,
  caller: Caller | undefined,
  mistake: DigestMistake | undefined,
): Pick<ReceivedRequest, 'credential' | 'digest'> {
  if (auth === 'public') return { credential: 'none', digest: 'none-needed' }
  const hasClientToken = auth !== 'signed' && headers['x-yoti-auth-token'] !== undefined
  const credential = auth === 'token' || hasClientToken ? 'client-token' : 'signature'
  if (mistake === 'missing-header') return { credential, digest: 'missing' }
  const needsDigest = readAccessToken(headers) === undefined
  if (needsDigest && caller === undefined) return { credential, digest: 'refused' }
  const isVerified = needsDigest && caller?.application !== undefined
  return { credential, digest: isVerified ? 'verified' : 'none-needed' }
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
