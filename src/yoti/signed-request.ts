import { sign, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { AppError } from '../errors.js'

const signAsync = promisify(sign)

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** Method and path pattern, for example `GET /sessions/:sessionId`. */
export type Endpoint = `${HttpMethod} /${string}`

/** By parameter name. */
export type PathParams = Readonly<Record<string, string>>

/**
 * Fills in the pattern's parameters. Each is encoded so that it cannot change the path.
 *
 * @throws AppError `INVALID_ID` for an id that cannot be encoded safely
 */
export function resolveEndpoint(
  endpoint: Endpoint,
  pathParams: PathParams,
): { method: HttpMethod; path: string } {
  const [method, pattern] = endpoint.split(' ') as [HttpMethod, string]
  const path = pattern.replace(/:(\w+)/g, (_, name: string) =>
    encodeSegment(name, pathParams[name]),
  )
  return { method, path }
}

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

/** The exact bytes that are signed and sent. */
export interface RequestBody {
  contentType: string
  content: Buffer
}

/** In sending order. */
export type Query = readonly (readonly [name: string, value: string])[]

export interface RequestParts {
  method: HttpMethod
  /** Encoded, from the first `/` after the API's base URL. */
  path: string
  query: Query
  body?: RequestBody | undefined
}

export interface SignedRequest {
  /** `path?query`, sent unchanged. */
  target: string
  headers: Record<string, string>
}

export function buildRequest({ path, query, body }: RequestParts): SignedRequest {
  const rawQuery = query
    .map(([name, value]) => `${encodeQueryComponent(name)}=${encodeQueryComponent(value)}`)
    .join('&')
  return {
    target: rawQuery === '' ? path : `${path}?${rawQuery}`,
    headers: body === undefined ? {} : { 'Content-Type': body.contentType },
  }
}

/**
 * Signs `METHOD&path?query[&base64(body)]` with RSASSA-PKCS1-v1_5 and SHA-256, on the thread pool.
 */
export async function signRequest(parts: RequestParts, key: KeyObject): Promise<SignedRequest> {
  const { method, body } = parts
  const { target, headers } = buildRequest(parts)
  const bodyPart = body === undefined ? '' : `&${body.content.toString('base64')}`
  const signature = await signAsync('sha256', Buffer.from(`${method}&${target}${bodyPart}`), key)
  return { target, headers: { 'X-Yoti-Auth-Digest': signature.toString('base64'), ...headers } }
}

// NOTE: URL parsers rewrite an apostrophe in a query, so it is encoded before it is signed.
function encodeQueryComponent(text: string): string {
  return encodeURIComponent(text).replaceAll("'", '%27')
}
