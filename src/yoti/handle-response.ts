import { once } from 'node:events'
import { Transform, type Readable } from 'node:stream'
import { z } from 'zod'
import { AppError } from '../errors.js'
import { getEncoding, type ResponseHead } from './decode-body.js'
import {
  stripRequest,
  YotiConnectionError,
  YotiProtocolError,
  YotiResponseError,
  type YotiErrorDetail,
} from './errors.js'
import { hasSignature, matchesSignature, normaliseType } from './media-type.js'

/** The handler must read `body` to the end, call `read`, or destroy `body`. */
export interface ApiResponse extends ResponseHead {
  body: Readable
  read: () => Promise<Buffer>
}

/** @throws YotiProtocolError if the body is larger than `maxBytes` */
export async function readBody(
  body: Readable,
  endpoint: string,
  maxBytes: number,
): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBytes)
      throw new YotiProtocolError(endpoint, `expected at most ${maxBytes} bytes.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Yoti's error body, or that of OAuth (RFC 6749). Unreadable fields count as absent. */
const errorBody = z
  .object({
    code: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]{0,63}$/)
      .optional()
      .catch(undefined),
    error: z
      .string()
      .regex(/^[a-z][a-z_]{0,63}$/)
      .optional()
      .catch(undefined),
    message: z.string().optional().catch(undefined),
    errors: z.array(z.unknown()).catch([]),
  })
  .catch({ code: undefined, error: undefined, message: undefined, errors: [] })

const errorDetail = z.object({ property: z.string(), message: z.string() })

/** Converts a response with a status other than 2xx. */
export function toResponseError(
  head: ResponseHead,
  content: Buffer,
  now: number,
): YotiResponseError | YotiProtocolError {
  const { endpoint, status, header } = head
  const requestId = header('x-request-id')
  if (status < 400) {
    return new YotiProtocolError(
      endpoint,
      `expected a response, got a redirect (${status}).`,
      requestId,
    )
  }
  const body = errorBody.parse(parseJson(content))
  return new YotiResponseError(endpoint, {
    status,
    code: body.code ?? body.error,
    message: body.message,
    errors: body.errors.flatMap(parseErrorDetail),
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

export interface Media {
  /** Lower case, without parameters: `image/jpeg`. Binary when the first bytes are of another type. */
  contentType: string
  /** Bytes, if Yoti sends the header. */
  contentLength?: number
  /**
   * Fails if the connection closes early, if there are too many bytes, or if no data is transferred
   * for the idle timeout. Must be read or destroyed, because it occupies a connection until then.
   */
  body: Readable
}

export interface MediaLimits {
  idleTimeoutMs: number
  maxBytes: number
}

const BINARY = 'application/octet-stream'

/** Streams media from the first bytes on. Closing either end closes the other. */
export async function streamMedia(response: ApiResponse, limits: MediaLimits): Promise<Media> {
  const { header, endpoint, body } = response
  if (getEncoding(header) !== undefined) {
    body.destroy()
    throw new YotiProtocolError(endpoint, 'expected media that is not encoded.')
  }
  const [type = ''] = (header('content-type') ?? '').split(';')
  const length = header('content-length')
  const declared = normaliseType(type) || BINARY
  const media = enforceLimits(body, endpoint, limits, declared)
  const [isOfType] = hasSignature(declared) ? ((await once(media, 'type')) as [boolean]) : [true]
  return {
    contentType: isOfType ? declared : BINARY,
    ...(length === undefined ? {} : { contentLength: Number(length) }),
    body: media,
  }
}

function enforceLimits(
  upstream: Readable,
  endpoint: string,
  { idleTimeoutMs, maxBytes }: MediaLimits,
  declaredType: string,
): Readable {
  let size = 0
  /** The first bytes, until they show their type. */
  let head = hasSignature(declaredType) ? Buffer.alloc(0) : undefined
  const body = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      idleTimer.refresh()
      size += chunk.length
      if (size > maxBytes) {
        done(new YotiProtocolError(endpoint, `expected at most ${maxBytes} bytes of media.`))
        return
      }
      if (head === undefined) {
        done(null, chunk)
        return
      }
      const start = Buffer.concat([head, chunk])
      const isOfType = matchesSignature(declaredType, start)
      head = isOfType === undefined ? start : undefined
      if (isOfType !== undefined) body.emit('type', isOfType)
      done(null, isOfType === undefined ? undefined : start)
    },
    flush(done) {
      if (head !== undefined) body.emit('type', false)
      done(null, head)
    },
  })
  const idleTimer = setTimeout(() => {
    body.destroy(
      new YotiConnectionError(endpoint, `no media data was transferred for ${idleTimeoutMs} ms.`),
    )
  }, idleTimeoutMs)

  upstream.on('error', (err) => {
    const message = 'the connection closed before the media was complete.'
    body.destroy(new YotiConnectionError(endpoint, message, stripRequest(err)))
  })
  body.on('close', () => {
    clearTimeout(idleTimer)
    upstream.destroy()
  })
  // Without a listener, an error of an abandoned body would end the process.
  body.on('error', () => undefined)
  return upstream.pipe(body)
}

/** Converts anything that an attempt threw. */
export function toRequestError(err: unknown, endpoint: string, timeoutMs?: number): AppError {
  if (err instanceof AppError) return err
  const cause = stripRequest(err)
  if (timeoutMs !== undefined) {
    const message = `Yoti did not respond within ${timeoutMs} ms.`
    return new YotiConnectionError(endpoint, message, Object.assign(cause, { code: 'ETIMEDOUT' }))
  }
  if (cause.code?.startsWith('HPE_')) {
    return new YotiProtocolError(endpoint, `expected HTTP, got something else (${cause.code}).`)
  }
  const reason = cause.code ?? cause.message
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

function parseErrorDetail(entry: unknown): YotiErrorDetail[] {
  const detail = errorDetail.safeParse(entry)
  return detail.success ? [detail.data] : []
}
