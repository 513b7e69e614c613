import { captureOverHttp } from '../support/capture-over-http.js'
import type { Stack } from '../support/start-stack.js'
import {
  createVisitor,
  readClientSessionToken,
  startSession,
  type Visitor,
} from '../support/visitor.js'

export const SHOP_SECRET = 'a-secret-of-the-shop-that-is-long-enough'
export const API_ENV = { API_KEYS: `shop:${SHOP_SECRET}`, PUBLIC_START: 'on' }
const SHOP_ORIGIN = 'https://shop.example'
/** A server that receives users by handover, with PUBLIC_START off. */
export const HANDOVER_ENV = { API_KEYS: API_ENV.API_KEYS, RETURN_URL_ORIGINS: SHOP_ORIGIN }
/** Every check of the emulator ends by then. */
export const CHECKS_DONE_MS = 600_000

export interface JsonResponse {
  status: number
  body: Record<string, unknown> & { sessionId: string; clientSessionToken: string; url: string }
}

/** Calls the API as a backend does. */
export async function callApi(
  { baseUrl }: Pick<Stack, 'baseUrl'>,
  method: string,
  path: string,
  body?: object,
  headers: Record<string, string> = {},
): Promise<JsonResponse> {
  const response = await fetch(baseUrl + path, {
    method,
    headers: {
      Authorization: `Bearer ${SHOP_SECRET}`,
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: (text ? JSON.parse(text) : {}) as JsonResponse['body'] }
}

export async function createHandoverUrl(stack: Stack): Promise<string> {
  const order = { userReference: 'user-1', returnUrl: `${SHOP_ORIGIN}/back` }
  return (await callApi(stack, 'POST', '/api/sessions', order)).body.url
}

/** Completes Yoti's client for a session that the API created. */
export async function capture({ emulator }: Stack, { body }: JsonResponse): Promise<string> {
  await captureOverHttp(emulator.apiUrl, body.sessionId, body.clientSessionToken)
  return body.sessionId
}

/** Of the first page of the first document. */
export async function readMediaId({ context }: Stack, sessionId: string): Promise<string> {
  const { resources } = await context.yoti.getSession(sessionId)
  const id = resources.id_documents?.[0]?.pages?.[0]?.media?.id
  if (id === undefined) throw new Error('The session has no page of a document.')
  return id
}

/** Completes Yoti's client on the session's page. */
export async function captureOnPage(
  { emulator }: Stack,
  visitor: Visitor,
  sessionId: string,
): Promise<void> {
  const page = await (await visitor.get(`/sessions/${sessionId}?continue=1`)).text()
  await captureOverHttp(emulator.apiUrl, sessionId, readClientSessionToken(page))
}

/** From the start page to the end of Yoti's client. */
export async function startAndCapture(stack: Stack) {
  const visitor = createVisitor(stack.baseUrl)
  const sessionId = await startSession(visitor)
  await captureOnPage(stack, visitor, sessionId)
  return { visitor, sessionId, path: `/sessions/${sessionId}` }
}

export function countCreateRequests({ emulator }: Stack): number {
  return emulator
    .requests()
    .filter(({ method, path }) => method === 'POST' && path.endsWith('/sessions')).length
}

export function countSessionReads({ emulator }: Stack, sessionId: string): number {
  return emulator
    .requests()
    .filter(({ method, path }) => method === 'GET' && path.endsWith(`/sessions/${sessionId}`))
    .length
}
