import * as http from 'node:http'
import * as https from 'node:https'
import type { Readable } from 'node:stream'
import axios, { AxiosHeaders } from 'axios'
import { HttpsProxyAgent } from 'https-proxy-agent'
import { YotiConnectionError, YotiResponseError } from './errors.js'
import { readBody, toRequestError, toResponseError, type ApiResponse } from './handle-response.js'

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** Method and path pattern, for example `GET /sessions/:sessionId`. */
export type Endpoint = `${HttpMethod} /${string}`

/** Passed to `onAttempt` after every attempt. */
export interface AttemptReport {
  /** A pattern such as `GET /sessions/:sessionId`, never an id. */
  endpoint: string
  status?: number
  attempt: number
  /** For media, measured until the first byte of the response; otherwise until its end. */
  durationMs: number
  outcome: 'ok' | 'rejected' | 'no-response' | 'unreadable'
}

export interface TransportOptions {
  maxSockets: number
  /** For each connection, including its TLS handshake. Default: 3000. */
  connectTimeoutMs?: number | undefined
  /** The HTTP proxy for a URL, if it needs one. */
  findProxy?: ((url: string) => string | undefined) | undefined
  /** PEM of the only certificate to trust, such as the emulator's. */
  ca?: string | undefined
  /** For responses other than media. Default: 5 000 000. */
  maxResponseBytes?: number | undefined
  onAttempt?: ((report: AttemptReport) => void) | undefined
  /** Called with every response, whatever its status. */
  onResponse?: ((response: ApiResponse) => void) | undefined
  /** Of the request that the call is made for (W3C Trace Context). */
  getTraceparent?: (() => string | undefined) | undefined
  now?: (() => number) | undefined
}

interface HttpRequest {
  endpoint: Endpoint
  url: string
  headers: Record<string, string>
  content?: Buffer | undefined
  attempt?: number
  timeoutMs: number
  /** Of all attempts together, for the error message. */
  callTimeoutMs?: number
}

export type Transport = ReturnType<typeof createTransport>

const CREATION_ENDPOINT = 'POST /sessions'
export const MEDIA_ENDPOINT: Endpoint = 'GET /sessions/:sessionId/media/:mediaId/content'
export const USER_AGENT = 'yoti-doc-scan-relying-party'
const DEFAULT_HEADERS = {
  Accept: 'application/json',
  'Accept-Encoding': 'identity',
  'User-Agent': USER_AGENT,
}

/** Closes idle sockets before Yoti does, because a POST on a closing socket fails and is not retried. */
const IDLE_SOCKET_TIMEOUT_MS = 15_000

/** Sends the exact bytes of each request once, without redirects, to one origin. */
export function createTransport(baseUrl: string, options: TransportOptions) {
  const { maxResponseBytes = 5e6, onAttempt, onResponse, getTraceparent, now = Date.now } = options
  const agent = createAgent(baseUrl, options)
  // Creating a session does not wait for the sockets of reads that hang.
  const creationAgent = createAgent(baseUrl, options)
  // Uses only the adapter, because an axios instance transforms bodies.
  const sendWithAxios = axios.getAdapter('http')

  const exchange = async (request: HttpRequest, signal: AbortSignal): Promise<ApiResponse> => {
    const { endpoint, url, headers, content } = request
    const [method] = endpoint.split(' ') as [HttpMethod]
    const httpAgent = endpoint === CREATION_ENDPOINT ? creationAgent : agent
    const traceparent = getTraceparent?.() ?? null
    const received = await sendWithAxios({
      url,
      method,
      headers: new AxiosHeaders({ ...DEFAULT_HEADERS, traceparent, ...headers }),
      data: content,
      signal,
      httpAgent,
      httpsAgent: httpAgent,
      maxRedirects: 0,
      proxy: false,
      responseType: 'stream',
      // A proxy may encode a body although the request refuses it. Media are never encoded.
      decompress: endpoint !== MEDIA_ENDPOINT,
    })
    const response = {
      endpoint,
      status: received.status,
      header(name: string) {
        const value: unknown = received.headers[name.toLowerCase()]
        return typeof value === 'string' ? value : undefined
      },
      body: received.data as Readable,
    }
    return { ...response, read: () => readBody(response, maxResponseBytes) }
  }

  return {
    async send<T>(
      request: HttpRequest,
      handleResponse: (response: ApiResponse) => Promise<T> | T,
    ): Promise<T> {
      const { endpoint, attempt = 1, timeoutMs, callTimeoutMs = timeoutMs } = request
      const startedAt = performance.now()
      const received: { status?: number } = {}
      const report = (outcome: AttemptReport['outcome']) => {
        const durationMs = performance.now() - startedAt
        onAttempt?.({ endpoint, ...received, attempt, durationMs, outcome })
      }
      const abort = new AbortController()
      const timer = setTimeout(() => {
        abort.abort()
      }, timeoutMs)
      try {
        const response = await exchange(request, abort.signal)
        const { status } = response
        received.status = status
        onResponse?.(response)
        if (status < 200 || status > 299) throw await toResponseError(response, now())
        const result = await handleResponse(response)
        report('ok')
        return result
      } catch (thrown) {
        const expiredMs = abort.signal.aborted ? callTimeoutMs : undefined
        const err = toRequestError(thrown, endpoint, expiredMs)
        if (err instanceof YotiConnectionError) report('no-response')
        else report(err instanceof YotiResponseError ? 'rejected' : 'unreadable')
        throw err
      } finally {
        clearTimeout(timer)
      }
    },
    /** Closes the connections. */
    close: () => {
      agent.destroy()
      creationAgent.destroy()
    },
  }
}

function createAgent(
  url: string,
  { maxSockets, connectTimeoutMs = 3000, findProxy, ca }: TransportOptions,
): http.Agent {
  const options = { keepAlive: true, maxSockets, timeout: IDLE_SOCKET_TIMEOUT_MS }
  const proxyUrl = findProxy?.(url)
  if (proxyUrl !== undefined) return createProxyAgent(proxyUrl, options)
  const isSecure = url.startsWith('https:')
  const agent = isSecure ? new https.Agent({ ...options, ca }) : new http.Agent(options)
  const connect = agent.createConnection.bind(agent)
  agent.createConnection = (target, callback) => {
    const socket = connect(target, callback)
    const timer = setTimeout(() => {
      const err = new Error(`no connection within ${connectTimeoutMs} ms`)
      socket?.destroy(Object.assign(err, { code: 'ETIMEDOUT' }))
    }, connectTimeoutMs)
    for (const event of [isSecure ? 'secureConnect' : 'connect', 'close']) {
      socket?.once(event, () => {
        clearTimeout(timer)
      })
    }
    return socket
  }
  return agent
}

/** An answer of the proxy itself must not count as Yoti's or the webhook receiver's. */
export function createProxyAgent(proxyUrl: string, options: http.AgentOptions = {}): http.Agent {
  const agent = new HttpsProxyAgent(proxyUrl, options)
  agent.on('proxyConnect', ({ statusCode }: { statusCode: number }, req: http.ClientRequest) => {
    if (statusCode === 200) return
    const err = new Error(`the proxy in HTTPS_PROXY responded with ${statusCode}`)
    req.destroy(Object.assign(err, { code: `PROXY_${statusCode}` }))
  })
  return agent
}
