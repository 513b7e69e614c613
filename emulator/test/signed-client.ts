import { randomUUID, sign } from 'node:crypto'
import type { ResponseJson } from './response-json.js'

export { createApplication } from '../src/application.js'

export interface TestApplication {
  sdkId: string
  publicKey: string
  privateKey: string
}

export interface JsonResponse {
  status: number
  headers: Headers
  bytes: Buffer
  json: ResponseJson
}

export interface SignedRequestOptions {
  body?: Buffer | undefined
  headers?: Record<string, string>
  query?: Record<string, string>
}

/** Signs without the emulator's own code, so that its verification is not compared with itself. */
export function signMessage(text: string, privateKey: string): string {
  return sign('RSA-SHA256', Buffer.from(text), privateKey).toString('base64')
}

export function createSignedClient(
  baseUrl: string,
  application: Pick<TestApplication, 'sdkId' | 'privateKey'>,
) {
  return async (
    method: string,
    path: string,
    body?: object,
    options: SignedRequestOptions = {},
  ) => {
    const query = new URLSearchParams({
      sdkId: application.sdkId,
      ...options.query,
      nonce: randomUUID(),
      timestamp: String(Date.now()),
    }).toString()
    const bytes = options.body ?? (body && Buffer.from(JSON.stringify(body)))
    const text = `${method}&${path}?${query}${bytes ? `&${bytes.toString('base64')}` : ''}`
    const headers = {
      'X-Yoti-Auth-Digest': signMessage(text, application.privateKey),
      ...(bytes && !options.body ? { 'Content-Type': 'application/json' } : {}),
      ...options.headers,
    }
    return sendRequest(`${baseUrl}${path}?${query}`, {
      method,
      headers,
      body: bytes ? new Uint8Array(bytes) : null,
    })
  }
}

export async function sendRequest(url: string, init: RequestInit): Promise<JsonResponse> {
  const response = await fetch(url, init)
  const bytes = Buffer.from(await response.arrayBuffer())
  const isJson = response.headers.get('content-type') === 'application/json'
  return {
    status: response.status,
    headers: response.headers,
    bytes,
    json: (isJson ? JSON.parse(bytes.toString()) : {}) as ResponseJson,
  }
}
