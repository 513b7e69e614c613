import { request } from 'node:http'
import type { Emulator } from '../../src/start-emulator.js'

export interface ControlResponse {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
  json: {
    code?: string
    message?: string
    problems?: { path: string; expected: string; seen: string }[]
  }
}

const JSON_TYPE = { 'Content-Type': 'application/json' }

/** Uses node:http because fetch does not allow a Host header. */
export function sendControlRequest(
  { url }: Emulator,
  path: string,
  body?: unknown,
  {
    method = 'POST',
    headers = JSON_TYPE,
  }: { method?: string; headers?: Record<string, string> } = {},
): Promise<ControlResponse> {
  return new Promise((resolve, reject) => {
    const req = request(`${url}/_emulator${path}`, { method, headers }, (res) => {
      const chunks: Buffer[] = []
      res.on('data', (chunk: Buffer) => chunks.push(chunk))
      res.on('error', reject)
      res.on('end', () => {
        const text = Buffer.concat(chunks).toString()
        const isJson = res.headers['content-type']?.startsWith('application/json') ?? false
        resolve({
          status: res.statusCode ?? 0,
          headers: res.headers,
          text,
          json: (isJson ? JSON.parse(text) : {}) as ControlResponse['json'],
        })
      })
    })
    req.on('error', reject)
    req.end(typeof body === 'string' || body === undefined ? body : JSON.stringify(body))
  })
}
