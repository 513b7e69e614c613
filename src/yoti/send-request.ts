import { randomUUID, type KeyObject } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Readable } from 'node:stream'
import axios, { AxiosHeaders } from 'axios'
import { isTransient, YotiConnectionError, YotiResponseError } from './errors.js'
import { decodeBody, type ResponseHead } from './decode-body.js'
import { readBody, toRequestError, toResponseError, type ApiResponse } from './handle-response.js'
import { createKeepAliveAgent, type AgentOptions } from './keep-alive-agent.js'
import {
  resolveEndpoint,
  signRequest,
  type Endpoint,
  type PathParams,
  type Query,
  type RequestBody,
  type SignedRequest,
} from './signed-request.js'

export interface ApiRequest {
  endpoint: Endpoint
  pathParams?: PathParams
  query?: Query
  body?: RequestBody | undefined
}

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

export interface SendRequestOptions extends AgentOptions {
  key: KeyObject
  /** The API's base URL, for example `https://api.yoti.com/idverify/v1`. */
  apiUrl: string
  /** For a call with all its attempts; for media, until it begins. Default: 10 000. */
  timeoutMs?: number | undefined
  /** For responses other than media. Default: 5 000 000. */
  maxResponseBytes?: number | undefined
  onAttempt?: ((report: AttemptReport) => void) | undefined
  /** Called with every response, whatever its status. */
  onResponse?: ((response: ResponseHead) => void) | undefined
  now?: (() => number) | undefined
  nonce?: (() => string) | undefined
  /** From 0 to 1, for the jitter between attempts. */
  random?: (() => number) | undefined
  sleep?: ((milliseconds: number) => Promise<unknown>) | undefined
}

const DEFAULT_HEADERS = {
  Accept: 'application/json',
  'Accept-Encoding': 'identity',
  'User-Agent': 'yoti-doc-scan-relying-party',
}

/**
 * Signs and sends requests: exactly what was signed, without redirects or environment proxies.
 * Retries reads, each time with a new signature, within `timeoutMs`.
 */
export function createSendRequest(options: SendRequestOptions) {
  const { key, timeoutMs = 10_000, maxResponseBytes = 5e6, onAttempt, onResponse } = options
  const { now = Date.now, nonce = randomUUID, random = Math.random, sleep = wait } = options
  const { protocol, origin, pathname } = new URL(options.apiUrl)
  const baseUrl = origin + pathname.replace(/\/+$/, '')
  const agent = createKeepAliveAgent(protocol, options)
  // Uses only the adapter, because an axios instance transforms bodies.
  const sendWithAxios = axios.getAdapter('http')

  async function sendRequest<T>(
    { endpoint, pathParams = {}, query = [], body }: ApiRequest,
    handleResponse: (response: ApiResponse) => Promise<T> | T,
  ): Promise<T> {
    const { method, path } = resolveEndpoint(endpoint, pathParams)
    const deadline = performance.now() + timeoutMs
    for (let attempt = 1; ; attempt++) {
      const startedAt = performance.now()
      const received: { status?: number } = {}
      const report = (outcome: AttemptReport['outcome']) => {
        const durationMs = performance.now() - startedAt
        onAttempt?.({ endpoint, ...received, attempt, durationMs, outcome })
      }
      const authParams = [
        ['nonce', nonce()],
        ['timestamp', String(now())],
      ] as const
      const parts = { method, path, query: [...query, ...authParams], body }
      const signed = await signRequest(parts, key)
      const abort = new AbortController()
      const timer = setTimeout(() => {
        abort.abort()
      }, deadline - startedAt)
      try {
        const response = await sendSigned(signed, abort.signal)
        received.status = response.status
        onResponse?.(response)
        if (response.status < 200 || response.status > 299) {
          throw toResponseError(response, await response.read(), now())
        }
        const result = await handleResponse(response)
        report('ok')
        return result
      } catch (thrown) {
        const err = toRequestError(thrown, endpoint, abort.signal.aborted ? timeoutMs : undefined)
        report(toAttemptOutcome(err))
        const delayMs = method === 'GET' ? getRetryDelayMs(err, attempt, random()) : undefined
        if (delayMs === undefined || performance.now() + delayMs >= deadline) throw err
        await sleep(delayMs)
      } finally {
        clearTimeout(timer)
      }
    }

    async function sendSigned(
      { target, headers }: SignedRequest,
      signal: AbortSignal,
    ): Promise<ApiResponse> {
      const response = await sendWithAxios({
        url: baseUrl + target,
        method,
        headers: new AxiosHeaders({ ...DEFAULT_HEADERS, ...headers }),
        data: body?.content,
        signal,
        httpAgent: agent,
        httpsAgent: agent,
        maxRedirects: 0,
        proxy: false,
        responseType: 'stream',
        decompress: false,
      })
      const stream = response.data as Readable
      const head = {
        endpoint,
        status: response.status,
        header(name: string) {
          const value: unknown = response.headers[name.toLowerCase()]
          return typeof value === 'string' ? value : undefined
        },
      }
      return {
        ...head,
        body: stream,
        read: async () =>
          decodeBody(await readBody(stream, endpoint, maxResponseBytes), head, maxResponseBytes),
      }
    }
  }

  return {
    sendRequest,
    /** Closes the connections. */
    close: () => {
      agent.destroy()
    },
  }
}

function toAttemptOutcome(err: unknown): AttemptReport['outcome'] {
  if (err instanceof YotiConnectionError) return 'no-response'
  return err instanceof YotiResponseError ? 'rejected' : 'unreadable'
}

const MAX_ATTEMPTS = 3
const INITIAL_DELAY_MS = 200

/** If Yoti requests a longer wait, the call fails immediately. */
const MAX_DELAY_MS = 5000

/**
 * Returns the milliseconds to wait before retrying a read, or undefined if it must not be retried.
 *
 * @param random a number from 0 to 1 for the jitter
 */
function getRetryDelayMs(err: unknown, failedAttempts: number, random: number): number | undefined {
  if (failedAttempts >= MAX_ATTEMPTS || !isTransient(err)) return undefined
  const backoffMs = INITIAL_DELAY_MS * 2 ** (failedAttempts - 1) * (0.5 + random / 2)
  const requestedMs = err instanceof YotiResponseError ? (err.retryAfterMs ?? 0) : 0
  const delayMs = Math.max(backoffMs, requestedMs)
  return delayMs <= MAX_DELAY_MS ? delayMs : undefined
}
