import type { Readable } from 'node:stream'
import { z } from 'zod'
import { AppError } from '../errors.js'
import {
  stripRequest,
  YotiConnectionError,
  YotiProtocolError,
  YotiResponseError,
} from './errors.js'
import { createParser, partialObject } from './response-schema.js'

/** The handler must read `body` to the end, call `read`, or destroy `body`. */
export interface ApiResponse {
  endpoint: string
  status: number
  header: (name: string) => string | undefined
  body: Readable
  read: () => Promise<Buffer>
}

/** @throws YotiProtocolError if the body is larger than `maxBytes`, or in an encoding that axios does not decode */
export async function readBody(
  response: Omit<ApiResponse, 'read'>,
  maxBytes: number,
): Promise<Buffer> {
  rejectEncoding(response)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response.body as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBytes)
      throw new YotiProtocolError(response.endpoint, `expected at most ${maxBytes} bytes.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

export function rejectEncoding({ endpoint, header, body }: Omit<ApiResponse, 'read'>): void {
  const encoding = header('content-encoding') ?? ''
  if (/^\s*(identity)?\s*$/i.test(encoding)) return
  body.destroy()
  throw new YotiProtocolError(endpoint, 'expected a body that is not encoded, or in gzip.')
}

/** Yoti's error body, or that of OAuth (RFC 6749). */
const parseErrorBody = createParser(
  partialObject({
    content: partialObject({
      code: z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/),
      error: z.string().regex(/^[a-z][a-z_]{0,63}$/),
      message: z.string(),
      errors: z.array(z.object({ property: z.string(), message: z.string() })),
    }),
  }),
  'error',
)

/** Converts a response with a status other than 2xx. */
export async function toResponseError(
  { endpoint, status, header, read }: ApiResponse,
  now: number,
): Promise<YotiResponseError | YotiProtocolError> {
  const json = await read()
  const requestId = header('x-request-id')
  if (status < 400) {
    const message = `expected a response, got a redirect (${status}).`
    return new YotiProtocolError(endpoint, message, requestId)
  }
  const { content = {} } = parseErrorBody({ content: parseJson(json) })
  return new YotiResponseError(endpoint, {
    status,
    code: content.code ?? content.error,
    message: content.message,
    errors: content.errors,
    requestId,
    retryAfterMs: parseRetryAfterMs(header('retry-after'), now),
  })
}

/** A parsed response and Yoti's original JSON. */
export interface RawResponse<T> {
  data: T
  content: Buffer
}

/**
 * Reads a JSON response.
 *
 * @throws YotiProtocolError, without the JSON parser's error as cause, because that quotes the body
 */
export function readJson<T>(parse: (value: unknown) => T) {
  return async ({ endpoint, status, header, read }: ApiResponse): Promise<RawResponse<T>> => {
    const content = await read()
    const requestId = header('x-request-id')
    const type = header('content-type')
    const value = type === undefined || isJsonType(type) ? parseJson(content) : undefined
    if (value === undefined) {
      const received = `${content.length} bytes of ${type ?? 'no content type'}`
      const message = `expected JSON, got ${received} (${status}).`
      throw new YotiProtocolError(endpoint, message, requestId)
    }
    try {
      return { data: parse(value), content }
    } catch (err) {
      if (!(err instanceof YotiProtocolError)) throw err
      throw new YotiProtocolError(endpoint, err.message, requestId)
    }
  }
}

/**
 * Reads the body so that the connection can be reused.
 *
 * @throws YotiProtocolError for a body that is not JSON, such as a proxy's page: Yoti may have done nothing
 */
export async function discardBody({ endpoint, status, read }: ApiResponse): Promise<undefined> {
  const content = await read()
  if (content.length === 0 || parseJson(content) !== undefined) return
  throw new YotiProtocolError(endpoint, `expected JSON or no body, got something else (${status}).`)
}

/** Converts anything that an attempt threw. */
export function toRequestError(err: unknown, endpoint: string, timeoutMs?: number): AppError {
  if (err instanceof AppError) return err
  const cause = stripRequest(err)
  const { code = '' } = cause
  if (timeoutMs !== undefined) {
    const message = `Yoti did not respond within ${timeoutMs} ms.`
    return new YotiConnectionError(endpoint, message, Object.assign(cause, { code: 'ETIMEDOUT' }))
  }
  // Of Node's parser of HTTP, zlib and Brotli.
  if (/^(HPE_|Z_|ERR__)/.test(code)) {
    return new YotiProtocolError(endpoint, `expected HTTP, got something else (${code}).`)
  }
  const reason = code || cause.message
  const message = `Yoti did not respond (${reason}). Check YOTI_IDV_API_URL, HTTPS_PROXY and the network.`
  return new YotiConnectionError(endpoint, message, cause)
}

/** A mistake of Yoti or of a clock must not send callers away for days. */
const MAX_RETRY_AFTER_MS = 300_000

/** @returns milliseconds; the header holds seconds or a date */
function parseRetryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined
  const delayMs = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now
  return Number.isNaN(delayMs) ? undefined : Math.min(Math.max(0, delayMs), MAX_RETRY_AFTER_MS)
}

/** Includes types such as `application/problem+json`. */
function isJsonType(contentType: string): boolean {
  return /^application\/([^;\s]+\+)?json\s*(;|$)/i.test(contentType.trim())
}

function parseJson(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString()) as unknown
  } catch {
    return undefined
  }
}
