import type { AssertionMistake } from '../access-tokens/client-assertion.js'
import type { Application } from '../application.js'
import type { Session } from '../sessions/session.js'
import type { ApiRequest, AuthRequirement, Caller } from './authenticate.js'
import type { DigestMistake } from './digest.js'

/** 200 by default. The body is either `json` or `content`. */
export interface RouteResponse {
  status?: number
  json?: unknown
  content?: Buffer | string
  contentType?: string
  headers?: Readonly<Record<string, string>>
  /** Set when the path does not contain the session id. */
  sessionId?: string
  /** Of an error, for the request log. */
  code?: string
  assertionMistake?: AssertionMistake | undefined
}

export const NO_CONTENT: RouteResponse = { status: 204 }

/** What the emulator records of a request. It is public, so this file must not need the types of Express. */
export interface ReceivedRequest {
  method: string
  /** As received, with the API prefix and without the query. */
  path: string
  /** The pattern of the route, such as `/sessions/:sessionId`. Undefined without one. */
  pattern: string | undefined
  /** The session in the path, or the one created. */
  sessionId: string | undefined
  /** As received, without the question mark. */
  query: string
  headers: Readonly<Record<string, string | string[] | undefined>>
  body: Buffer
  bodyBytes: number
  contentType: string | undefined
  /** Empty unless it is JSON and content is recorded. */
  responseBody: Buffer
  /** An access token counts as a signature, because a signature can replace it. */
  credential: 'signature' | 'client-token' | 'none'
  status: number
  /** The code of an error response. */
  code: string | undefined
  /** `none-needed` includes requests with a client session token or an access token. */
  digest: 'verified' | 'missing' | 'refused' | 'none-needed'
  digestMistake: DigestMistake | undefined
  assertionMistake: AssertionMistake | undefined
  /** The injected fault. */
  fault: string | undefined
  requestId: string
  at: number
}

export interface ApiCall extends ApiRequest, Caller {}

export type Handled = RouteResponse | Promise<RouteResponse>

export interface Route {
  method: Method
  path: string
  auth: AuthRequirement
  /** If the query or the body contains what is in the path of other routes. */
  readParams?: (request: ApiRequest) => ApiRequest['params']
  /** `getSession` throws an ApiError if the caller may not use the session. */
  handle(call: ApiCall, getSession: () => Session): Handled
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

export function publicRoute(path: string, handle: (call: ApiCall) => Handled): Route {
  return { method: 'GET', path, auth: 'public', handle }
}

export function applicationRoute(
  method: Method,
  path: string,
  handle: (application: Application, call: ApiCall) => Handled,
): Route {
  return {
    method,
    path,
    auth: 'signed',
    handle(call) {
      if (call.application === undefined) throw new Error('A signed call has no application.')
      return handle(call.application, call)
    },
  }
}

/** `path` continues `/sessions/:sessionId`. Without a response it is 204. */
export function sessionRoute(
  method: Method,
  path: string,
  auth: Exclude<AuthRequirement, 'public'>,
  handle: (session: Session, call: ApiCall) => Handled | undefined,
): Route {
  return {
    method,
    path: `/sessions/:sessionId${path}`,
    auth,
    handle: (call, getSession) => handle(getSession(), call) ?? NO_CONTENT,
  }
}

export function getParam(call: ApiCall, name: string): string {
  return call.params[name] ?? ''
}

export function getIndexParam(call: ApiCall, name: string): number {
  const value = getParam(call, name)
  return /^\d+$/.test(value) ? Number(value) : -1
}

/** Such as `GET /sessions/:sessionId`. */
export function formatEndpoint({ method, path }: Route): string {
  return `${method} ${path}`
}
