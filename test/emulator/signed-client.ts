import { generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import type { ReplyJson } from './reply-json.js'

export interface TestApplication {
  sdkId: string
  publicKey: string
  privateKey: string
}

export interface Reply {
  status: number
  headers: Headers
  bytes: Buffer
  json: ReplyJson
}

export interface SentRequest {
  body?: Buffer | undefined
  headers?: Record<string, string>
  query?: Record<string, string>
}

export function createApplication(): TestApplication {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return {
    sdkId: randomUUID(),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

/** The digest by hand, so that the emulator's own check is not compared with itself. */
export function signText(text: string, privateKey: string): string {
  return sign('RSA-SHA256', Buffer.from(text), privateKey).toString('base64')
}

export function createSignedClient(baseUrl: string, application: TestApplication) {
  return async (method: string, path: string, body?: object, sent: SentRequest = {}) => {
    const query = new URLSearchParams({
      sdkId: application.sdkId,
      ...sent.query,
      nonce: randomUUID(),
      timestamp: String(Date.now()),
    }).toString()
    const bytes = sent.body ?? (body && Buffer.from(JSON.stringify(body)))
    const text = `${method}&${path}?${query}${bytes ? `&${bytes.toString('base64')}` : ''}`
    const headers = {
      'X-Yoti-Auth-Digest': signText(text, application.privateKey),
      ...(bytes && !sent.body ? { 'Content-Type': 'application/json' } : {}),
      ...sent.headers,
    }
    return send(`${baseUrl}${path}?${query}`, {
      method,
      headers,
      body: bytes ? new Uint8Array(bytes) : null,
    })
  }
}

export async function send(url: string, init: RequestInit): Promise<Reply> {
  const answer = await fetch(url, init)
  const bytes = Buffer.from(await answer.arrayBuffer())
  const isJson = answer.headers.get('content-type') === 'application/json'
  return {
    status: answer.status,
    headers: answer.headers,
    bytes,
    json: (isJson ? JSON.parse(bytes.toString()) : {}) as ReplyJson,
  }
}
