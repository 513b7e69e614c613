import type { IncomingHttpHeaders } from 'node:http'
import type { Answer } from './answer.js'
import type { Application } from './applications.js'
import type { Auth, Caller } from './authenticate.js'
import type { Session } from './session.js'

export interface Call {
  caller: Caller
  params: Partial<Record<string, string>>
  query: URLSearchParams
  headers: IncomingHttpHeaders
  body: Buffer
}

interface PlainRoute {
  method: Method
  path: string
  auth: Auth
  needs: 'nothing'
  answer(call: Call): Answer | Promise<Answer>
}

interface SignedRoute {
  method: Method
  path: string
  auth: 'signed'
  needs: 'application'
  answer(application: Application, call: Call): Answer | Promise<Answer>
}

interface SessionRoute {
  method: Method
  path: string
  auth: Exclude<Auth, 'public'>
  needs: 'session'
  answer(session: Session, call: Call): Answer | Promise<Answer>
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** A call of the API as data: what it is called, who may call it, and the answer. */
export type Route = PlainRoute | SignedRoute | SessionRoute

export function publicRoute(method: Method, path: string, answer: PlainRoute['answer']): Route {
  return { method, path, auth: 'public', needs: 'nothing', answer }
}

export function applicationRoute(
  method: Method,
  path: string,
  answer: SignedRoute['answer'],
): Route {
  return { method, path, auth: 'signed', needs: 'application', answer }
}

/** `path` continues `/sessions/:sessionId`. */
export function sessionRoute(
  method: Method,
  path: string,
  auth: SessionRoute['auth'],
  answer: SessionRoute['answer'],
): Route {
  return { method, path: `/sessions/:sessionId${path}`, auth, needs: 'session', answer }
}

export function readParam(call: Call, name: string): string {
  return call.params[name] ?? ''
}

export function readIndex(call: Call, name: string): number {
  const value = readParam(call, name)
  return /^\d+$/.test(value) ? Number(value) : -1
}

/** What a route is called where it is named, such as `GET /sessions/:sessionId`. */
export function endpointOf({ method, path }: Route): string {
  return `${method} ${path}`
}
