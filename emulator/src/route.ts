import type { IncomingHttpHeaders } from 'node:http'
import type { RouteResponse } from './route-response.js'
import type { Application } from './applications.js'
import type { AuthRequirement, Caller } from './authenticate.js'
import type { Session } from './session.js'

export interface ApiCall {
  caller: Caller
  params: Partial<Record<string, string>>
  query: URLSearchParams
  headers: IncomingHttpHeaders
  body: Buffer
}

interface PublicRoute {
  method: Method
  path: string
  auth: AuthRequirement
  needs: 'nothing'
  handle(call: ApiCall): RouteResponse | Promise<RouteResponse>
}

interface ApplicationRoute {
  method: Method
  path: string
  auth: 'signed'
  needs: 'application'
  handle(application: Application, call: ApiCall): RouteResponse | Promise<RouteResponse>
}

interface SessionRoute {
  method: Method
  path: string
  auth: Exclude<AuthRequirement, 'public'>
  needs: 'session'
  handle(session: Session, call: ApiCall): RouteResponse | Promise<RouteResponse>
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

export type Route = PublicRoute | ApplicationRoute | SessionRoute

export function publicRoute(method: Method, path: string, handle: PublicRoute['handle']): Route {
  return { method, path, auth: 'public', needs: 'nothing', handle }
}

export function applicationRoute(
  method: Method,
  path: string,
  handle: ApplicationRoute['handle'],
): Route {
  return { method, path, auth: 'signed', needs: 'application', handle }
}

/** `path` continues `/sessions/:sessionId`. */
export function sessionRoute(
  method: Method,
  path: string,
  auth: SessionRoute['auth'],
  handle: SessionRoute['handle'],
): Route {
  return { method, path: `/sessions/:sessionId${path}`, auth, needs: 'session', handle }
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
