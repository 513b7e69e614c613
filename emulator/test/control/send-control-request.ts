import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { text as readText } from 'node:stream/consumers'
import type { Emulator } from '../../src/start-emulator.js'

export interface ControlResponse {
  status: number
  headers: IncomingMessage['headers']
  text: string
  json: {
    code?: string
    message?: string
    problems?: { path: string; expected: string; seen: string }[]
  }
}

const JSON_TYPE = { 'Content-Type': 'application/json' }

/** Uses node:http because fetch does not allow a Host header. */
export async function sendControlRequest(
  { url }: Emulator,
  path: string,
  body?: unknown,
  options: { method?: string; headers?: Record<string, string> } = {},
): Promise<ControlResponse> {
  const { method = 'POST', headers = JSON_TYPE } = options
  const sent = request(`${url}/_emulator${path}`, { method, headers })
  sent.end(typeof body === 'string' || body === undefined ? body : JSON.stringify(body))
  const [res] = (await once(sent, 'response')) as [IncomingMessage]
  const text = await readText(res)
  const isJson = res.headers['content-type']?.startsWith('application/json') ?? false
  const json = (isJson ? JSON.parse(text) : {}) as ControlResponse['json']
  return { status: res.statusCode ?? 0, headers: res.headers, text, json }
}
