import { setTimeout as wait } from 'node:timers/promises'
import { AppError } from '../errors.js'
import {
  createBearerAuthentication,
  createDigestAuthentication,
  type Credentials,
  type Query,
  type RequestBody,
} from './authentication.js'
import { isTransient, YotiResponseError } from './errors.js'
import type { ApiResponse } from './handle-response.js'
import {
  createTransport,
  type Endpoint,
  type HttpMethod,
  type TransportOptions,
} from './transport.js'

/** By parameter name. */
export type PathParams = Readonly<Record<string, string>>

export interface ApiRequest {
  endpoint: Endpoint
  pathParams?: PathParams
  query?: Query
  body?: RequestBody | undefined
}

export interface SendRequestOptions extends TransportOptions, Credentials {
  /** The API's base URL, for example `https://api.yoti.com/idverify/v1`. */
  apiUrl: string
  /** The endpoint of access tokens. Undefined: each request is signed instead. */
  authUrl?: string | undefined
  /** For a call with all its attempts; for media, until it begins. Default: 10 000. */
  timeoutMs?: number | undefined
  /** From 0 to 1, for the jitter between attempts. */
  random?: (() => number) | undefined
  sleep?: ((milliseconds: number) => Promise<unknown>) | undefined
}

/**
 * Authenticates and sends requests. Retries reads, each time with a new signature, within
 * `timeoutMs`.
 */
export function createSendRequest(options: SendRequestOptions) {
  const { timeoutMs = 10_000, random = Math.random, sleep = wait, authUrl } = options
  const { origin, pathname } = new URL(options.apiUrl)
  const baseUrl = origin + pathname.replace(/\/+$/, '')
  const transport = createTransport(baseUrl, options)
  const tokenTransport = authUrl === undefined ? undefined : createTransport(authUrl, options)
  const authenticate =
    authUrl === undefined || tokenTransport === undefined
      ? createDigestAuthentication(options)
      : createBearerAuthentication({ ...options, authUrl, transport: tokenTransport, timeoutMs })

  async function sendRequest<T>(
    { endpoint, pathParams = {}, query = [], body }: ApiRequest,
    handleResponse: (response: ApiResponse) => Promise<T> | T,
  ): Promise<T> {
    const [method, pattern] = endpoint.split(' ') as [HttpMethod, string]
    const path = pattern.replace(/:(\w+)/g, (_, name: string) =>
      encodeSegment(name, pathParams[name]),
    )
    let deadline: number | undefined
    let hasNewCredentials = false
    for (let attempt = 1; ; attempt++) {
      const authenticated = await authenticate({ method, path, query, body })
      const { target, headers, discardCredentials } = authenticated
      // After the access token, whose request has a timeout of its own.
      deadline ??= performance.now() + timeoutMs
      try {
        const times = { timeoutMs: deadline - performance.now(), callTimeoutMs: timeoutMs }
        const request = { endpoint, url: baseUrl + target, headers, content: body?.content }
        return await transport.send({ ...request, ...times, attempt }, handleResponse)
      } catch (err) {
        // Yoti does nothing before it has authenticated the request, so this is safe for a POST, too.
        if (isUnauthorized(err) && discardCredentials && !hasNewCredentials) {
          discardCredentials()
          hasNewCredentials = true
          deadline = undefined
          continue
        }
        const delayMs = method === 'GET' ? getRetryDelayMs(err, attempt, random()) : undefined
        if (delayMs === undefined || performance.now() + delayMs >= deadline) throw err
        await sleep(delayMs)
      }
    }
  }

  return {
    sendRequest,
    /** Closes the connections. */
    close: () => {
      transport.close()
      tokenTransport?.close()
    },
  }
}

/**
 * Encodes an id so that it cannot change the path.
 *
 * @throws AppError `INVALID_ID` for an id that cannot be encoded safely
 */
function encodeSegment(name: string, id = ''): string {
  try {
    const segment = encodeURIComponent(id)
    // NOTE: URL parsers resolve "." and ".." even when they are percent-encoded.
    if (!/^\.{0,2}$/.test(segment)) return segment
  } catch {
    // Half of a surrogate pair: the same error.
  }
  throw new AppError('INVALID_ID', `${name}: expected an id from Yoti.`)
}

function isUnauthorized(err: unknown): boolean {
  return err instanceof YotiResponseError && err.status === 401
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
