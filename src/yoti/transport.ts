import * as http from 'node:http'
import * as https from 'node:https'
import type { Duplex, Readable } from 'node:stream'
import axios, { AxiosHeaders } from 'axios'
import type { SignedRequest } from './signed-request.js'

export interface HttpResponse {
  status: number
  header: (name: string) => string | undefined
  /** Unread. The caller must read it to the end or destroy it. */
  body: Readable
}

export interface Transport {
  /** @throws AxiosError, which contains the request and so must not leave this folder */
  send(request: SignedRequest, signal: AbortSignal): Promise<HttpResponse>
  close(): void
}

interface TransportOptions {
  maxSockets: number
  connectTimeoutMs: number
  ca?: string | undefined
}

const DEFAULT_HEADERS = {
  Accept: 'application/json',
  'Accept-Encoding': 'identity',
  'User-Agent': 'yoti-doc-scan-relying-party',
}

/** Sends exactly what was signed: without redirects, environment proxies or rewriting. */
export function createTransport(apiUrl: string, options: TransportOptions): Transport {
  const base = new URL(apiUrl)
  const prefix = base.origin + base.pathname.replace(/\/+$/, '')
  const agent = createKeepAliveAgent(base.protocol === 'https:', options)
  // Uses only the adapter, because an axios instance transforms bodies.
  const send = axios.getAdapter('http')
  const settings = {
    httpAgent: agent,
    httpsAgent: agent,
    maxRedirects: 0,
    proxy: false,
    responseType: 'stream',
    decompress: false,
  } as const

  return {
    async send({ method, target, headers, content }, signal) {
      const response = await send({
        ...settings,
        url: prefix + target,
        method,
        headers: new AxiosHeaders({ ...DEFAULT_HEADERS, ...headers }),
        data: content,
        signal,
      })
      return {
        status: response.status,
        header: (name) => toHeaderValue(response.headers[name.toLowerCase()]),
        body: response.data as Readable,
      }
    },
    close() {
      agent.destroy()
    },
  }
}

function toHeaderValue(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** Closes idle sockets before Yoti does, because a POST on a closing socket fails and is not retried. */
const IDLE_SOCKET_TIMEOUT_MS = 15_000

/** Creates an agent with at most `maxSockets` connections, each established within `connectTimeoutMs`. */
function createKeepAliveAgent(secure: boolean, options: TransportOptions): http.Agent {
  const agentOptions = {
    keepAlive: true,
    maxSockets: options.maxSockets,
    timeout: IDLE_SOCKET_TIMEOUT_MS,
  }
  const { ca } = options
  const tlsOptions = ca === undefined ? {} : { ca }
  const agent = secure
    ? new https.Agent({ ...agentOptions, ...tlsOptions })
    : new http.Agent(agentOptions)
  const connect = agent.createConnection.bind(agent)
  agent.createConnection = (target, callback) => {
    const socket = connect(target, callback)
    if (socket)
      enforceConnectTimeout(socket, secure ? 'secureConnect' : 'connect', options.connectTimeoutMs)
    return socket
  }
  return agent
}

function enforceConnectTimeout(socket: Duplex, connectedEvent: string, timeoutMs: number): void {
  const timer = setTimeout(() => {
    const err = new Error(`no connection within ${timeoutMs} ms`)
    socket.destroy(Object.assign(err, { code: 'ETIMEDOUT' }))
  }, timeoutMs)
  const stop = () => {
    clearTimeout(timer)
  }
  socket.once(connectedEvent, stop)
  socket.once('close', stop)
}
