import { generateKeyPairSync, randomUUID, verify, type KeyObject } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { createYotiClient, type YotiClient, type YotiClientOptions } from '../../src/yoti/client.js'
import { listen } from '../support/listen.js'

export interface ReceivedRequest {
  method: string
  /** As received. */
  url: string
  headers: IncomingMessage['headers']
  body: Buffer
}

export interface YotiServer {
  apiUrl: string
  requests: ReceivedRequest[]
  /** Connections accepted so far. */
  connections: number
  createClient: (options?: Partial<YotiClientOptions>) => YotiClient
  close: () => Promise<void>
}

export type Handler = (req: ReceivedRequest, res: ServerResponse) => void

export const SDK_ID = '11111111-2222-4333-8444-555555555555'
export const API_PREFIX = '/sandbox/idverify/v1'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

/** An HTTP server that records requests, and clients for it. */
export async function startYotiServer(handler: Handler): Promise<YotiServer> {
  const clients: YotiClient[] = []
  const { server, url, ...listening } = await listen((req, res) => {
    const { method = '', url: path = '', headers } = req
    void buffer(req).then((body) => {
      const received = { method, url: path, headers, body }
      started.requests.push(received)
      handler(received, res)
    })
  })
  // Longer than the delay between requests on a loaded machine, because a new connection would be counted.
  server.keepAliveTimeout = 60_000
  server.on('connection', () => {
    started.connections++
  })
  const apiUrl = url + API_PREFIX
  const noWait = () => Promise.resolve()

  const started: YotiServer = {
    apiUrl,
    requests: [],
    connections: 0,
    createClient(options) {
      const defaults = { sdkId: SDK_ID, key: privateKey, apiUrl, sleep: noWait }
      const client = createYotiClient({ ...defaults, ...options })
      clients.push(client)
      return client
    },
    async close() {
      for (const client of clients) client.close()
      await listening[Symbol.asyncDispose]()
    },
  }
  return started
}

/** Sends a string or bytes as they are, and anything else as JSON. */
export function respond(
  status: number,
  body?: unknown,
  headers: Record<string, string> = {},
): (req: unknown, res: ServerResponse) => void {
  const isRaw = body === undefined || typeof body === 'string' || Buffer.isBuffer(body)
  const type = isRaw ? {} : { 'Content-Type': 'application/json' }
  return (_req, res) => {
    res.writeHead(status, { 'x-request-id': 'request-7', ...type, ...headers })
    res.end(isRaw ? body : JSON.stringify(body))
  }
}

/** Verifies the digest over exactly what was received. */
export function isSigned(received: ReceivedRequest, key: KeyObject = publicKey): boolean {
  const { method, url, body, headers } = received
  const target = url.startsWith(API_PREFIX) ? url.slice(API_PREFIX.length) : url
  const bodyPart = body.length === 0 ? '' : `&${body.toString('base64')}`
  const digest = Buffer.from(String(headers['x-yoti-auth-digest']), 'base64')
  return verify('sha256', Buffer.from(`${method}&${target}${bodyPart}`), key, digest)
}

export const SESSION = { session_id: 's-1', state: 'ONGOING', resources: {}, checks: [] }
export const CREATED = {
  session_id: randomUUID(),
  client_session_token: 'token',
  client_session_token_ttl: 900,
}
