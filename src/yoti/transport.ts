import type { Readable } from 'node:stream'
import axios, { AxiosHeaders } from 'axios'
import { YotiConnectionError, YotiResponseError } from './errors.js'
import { readBody, toRequestError, toResponseError, type ApiResponse } from './handle-response.js'
import { createKeepAliveAgent, type AgentOptions } from './keep-alive-agent.js'

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

export interface TransportOptions extends AgentOptions {
  /** For responses other than media. Default: 5 000 000. */
  maxResponseBytes?: number | undefined
  onAttempt?: ((report: AttemptReport) => void) | undefined
  /** Called with every response, whatever its status. */
  onResponse?: ((response: ApiResponse) => void) | undefined
  /** Of the request that the call is made for (W3C Trace Context). */
  getTraceparent?: (() => string | undefined) | undefined
  now?: (() => number) | undefined
}

export interface HttpRequest {
  endpoint: Endpoint
  method: HttpMethod
  url: string
  headers: Record<string, string>
  content?: Buffer | undefined
  attempt?: number
  timeoutMs: number
  /** Of all attempts together, for the error message. */
  callTimeoutMs?: number
}

export type Transport = ReturnType<typeof createTransport>

const ORDER_ENDPOINT = 'POST /sessions'
export const MEDIA_ENDPOINT: Endpoint = 'GET /sessions/:sessionId/media/:mediaId/content'
export const USER_AGENT = 'yoti-doc-scan-relying-party'
const DEFAULT_HEADERS = {
  Accept: 'application/json',
  'Accept-Encoding': 'identity',
  'User-Agent': USER_AGENT,
}

/** Sends the exact bytes of each request once, without redirects, to one origin. */
export function createTransport(baseUrl: string, options: TransportOptions) {
  const { maxResponseBytes = 5e6, onAttempt, onResponse, getTraceparent, now = Date.now } = options
  const agent = createKeepAliveAgent(baseUrl, options)
  // Orders do not wait for the sockets of reads that hang.
  const orderAgent = createKeepAliveAgent(baseUrl, options)
  // Uses only the adapter, because an axios instance transforms bodies.
  const sendWithAxios = axios.getAdapter('http')

  const exchange = async (request: HttpRequest, signal: AbortSignal): Promise<ApiResponse> => {
    const { endpoint, method, url, headers, content } = request
    const traceparent = getTraceparent?.() ?? null
    const httpAgent = endpoint === ORDER_ENDPOINT ? orderAgent : agent
    const response = await sendWithAxios({
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
    const received = {
      endpoint,
      status: response.status,
      header(name: string) {
        const value: unknown = response.headers[name.toLowerCase()]
        return typeof value === 'string' ? value : undefined
      },
      body: response.data as Readable,
    }
    return { ...received, read: () => readBody(received, maxResponseBytes) }
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
        received.status = response.status
        onResponse?.(response)
        if (response.status < 200 || response.status > 299) {
          throw await toResponseError(response, now())
        }
        const result = await handleResponse(response)
        report('ok')
        return result
      } catch (thrown) {
        const err = toRequestError(
          thrown,
          endpoint,
          abort.signal.aborted ? callTimeoutMs : undefined,
        )
        report(toAttemptOutcome(err))
        throw err
      } finally {
        clearTimeout(timer)
      }
    },
    /** Closes the connections. */
    close: () => {
      agent.destroy()
      orderAgent.destroy()
    },
  }
}

function toAttemptOutcome(err: unknown): AttemptReport['outcome'] {
  if (err instanceof YotiConnectionError) return 'no-response'
  return err instanceof YotiResponseError ? 'rejected' : 'unreadable'
}
