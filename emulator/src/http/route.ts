import type { Application } from '../application.js'
import type { Session } from '../sessions/session.js'
import type { ApiRequest, AuthRequirement, Caller } from './authenticate.js'

/** 200 by default. The body is either `json` or `content`. */
export interface RouteResponse {
  status?: number
  json?: unknown
  content?: Buffer | string
  contentType?: string
  headers?: Readonly<Record<string, string>>
  /** Set when the path does not contain the session id. */
  sessionId?: string
}

export const NO_CONTENT: RouteResponse = { status: 204 }

export interface ApiCall extends ApiRequest, Caller {}

type Handled = RouteResponse | Promise<RouteResponse>

export interface Route {
  method: Method
  path: string
  auth: AuthRequirement
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

/** `path` continues `/sessions/:sessionId`. */
export function sessionRoute(
  method: Method,
  path: string,
  auth: Exclude<AuthRequirement, 'public'>,
  handle: (session: Session, call: ApiCall) => Handled,
): Route {
  return {
    method,
    path: `/sessions/:sessionId${path}`,
    auth,
    handle: (call, getSession) => handle(getSession(), call),
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
