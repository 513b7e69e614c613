import { randomUUID, type KeyObject } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Readable } from 'node:stream'
import { isTransient, YotiConnectionError, YotiResponseError } from './errors.js'
import { readBody, toRequestError, toResponseError, type ResponseHead } from './handle-response.js'
import {
  buildRequest,
  resolveEndpoint,
  signRequest,
  type Endpoint,
  type HttpMethod,
  type PathParams,
  type RequestBody,
} from './signed-request.js'
import type { Transport } from './transport.js'

export interface ApiRequest {
  endpoint: Endpoint
  pathParams?: PathParams
  query?: readonly (readonly [name: string, value: string])[]
  body?: RequestBody | undefined
}

/** A 2xx response. The handler must read `body` to the end, call `read`, or destroy `body`. */
export interface ApiResponse extends ResponseHead {
  body: Readable
  read: () => Promise<Buffer>
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

export interface SendRequestOptions {
  key: KeyObject
  transport: Transport
  /** For the whole call, including retries. */
  timeoutMs: number
  /** Does not apply to media, which is streamed. */
  maxResponseBytes: number
  onAttempt?: ((report: AttemptReport) => void) | undefined
  now?: (() => number) | undefined
  nonce?: (() => string) | undefined
  random?: (() => number) | undefined
  sleep?: ((milliseconds: number) => Promise<unknown>) | undefined
}

export type SendRequest = <T>(
  request: ApiRequest,
  handleResponse: (response: ApiResponse) => Promise<T> | T,
) => Promise<T>

/** Signs and sends requests. Retries reads, each time with a new signature, within `timeoutMs`. */
export function createSendRequest(options: SendRequestOptions): SendRequest {
  const { key, transport, timeoutMs, maxResponseBytes, onAttempt = () => undefined } = options
  const { now = Date.now, nonce = randomUUID, random = Math.random, sleep = wait } = options

  return async (apiRequest, handleResponse) => {
    const { method, path } = resolveEndpoint(apiRequest.endpoint, apiRequest.pathParams ?? {})
    const deadline = performance.now() + timeoutMs
    for (let attempt = 1; ; attempt++) {
      const startedAt = performance.now()
      const attemptStatus: { status?: number } = {}
      const report = (outcome: AttemptReport['outcome']) => {
        const durationMs = performance.now() - startedAt
        onAttempt({ endpoint: apiRequest.endpoint, ...attemptStatus, attempt, durationMs, outcome })
      }
      try {
        const result = await attemptRequest(
          apiRequest,
          method,
          path,
          deadline - startedAt,
          attemptStatus,
          handleResponse,
        )
        report('ok')
        return result
      } catch (err) {
        report(toAttemptOutcome(err))
        const delayMs = method === 'GET' ? getRetryDelayMs(err, attempt, random()) : undefined
        if (delayMs === undefined || performance.now() + delayMs >= deadline) throw err
        await sleep(delayMs)
      }
    }
  }

  async function attemptRequest<T>(
    { endpoint, query = [], body }: ApiRequest,
    method: HttpMethod,
    path: string,
    remainingMs: number,
    attemptStatus: { status?: number },
    handleResponse: (response: ApiResponse) => Promise<T> | T,
  ): Promise<T> {
    const authParams = [
      ['nonce', nonce()],
      ['timestamp', String(now())],
    ] as const
    const unsigned = buildRequest({ method, path, query: [...query, ...authParams], body })
    const request = await signRequest(unsigned, key)
    const abort = new AbortController()
    const timer = setTimeout(() => {
      abort.abort()
    }, remainingMs)
    try {
      const response = await transport.send(request, abort.signal)
      attemptStatus.status = response.status
      const read = () => readBody(response.body, endpoint, maxResponseBytes)
      const apiResponse = { ...response, endpoint, read }
      if (response.status < 200 || response.status > 299) {
        throw toResponseError(apiResponse, await read(), now())
      }
      return await handleResponse(apiResponse)
    } catch (err) {
      throw toRequestError(err, endpoint, abort.signal.aborted ? timeoutMs : undefined)
    } finally {
      clearTimeout(timer)
    }
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
