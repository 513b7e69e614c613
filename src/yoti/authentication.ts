import { randomUUID, sign, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { z } from 'zod'
import { isTransient, TOKEN_ENDPOINT } from './errors.js'
import { readJson } from './handle-response.js'
import { createParser, responseObject } from './response-schema.js'
import type { HttpMethod, Transport } from './transport.js'

const signAsync = promisify(sign)

/** The exact bytes that are signed and sent. */
export interface RequestBody {
  contentType: string
  content: Buffer
}

/** In sending order. */
export type Query = readonly (readonly [name: string, value: string])[]

interface RequestParts {
  method: HttpMethod
  /** Encoded, from the first `/` after the API's base URL. */
  path: string
  query: Query
  body?: RequestBody | undefined
}

interface SignedRequest {
  /** `path?query`, sent unchanged. */
  target: string
  headers: Record<string, string>
  /** After a 401, if another attempt has new credentials. */
  discardCredentials?: () => void
}

export type Authenticate = (parts: RequestParts) => Promise<SignedRequest>

export interface Credentials {
  sdkId: string
  key: KeyObject
  now?: (() => number) | undefined
}

/** Signs each request: `X-Yoti-Auth-Digest`. */
export function createDigestAuthentication({ key, now = Date.now }: Credentials): Authenticate {
  return (parts) => {
    const nonce = ['nonce', randomUUID()] as const
    const timestamp = ['timestamp', String(now())] as const
    return signRequest({ ...parts, query: [...parts.query, nonce, timestamp] }, key)
  }
}

function buildRequest({ path, query, body }: RequestParts): SignedRequest {
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

const SCOPE = 'idv:sessions'
const ASSERTION_TTL_SECONDS = 300
/** While Yoti's token endpoint fails and the token is still valid. */
const RENEWAL_RETRY_MS = 30_000

const parseToken = createParser(
  responseObject({
    access_token: z.string().min(1),
    /** Seconds. */
    expires_in: z.coerce.number().positive(),
  }),
  'access token',
)

/**
 * Sends an access token, which Yoti issues for an assertion signed with the application's key
 * (RFC 7523, PS384). Times are monotonic, because the clock may be set.
 *
 * @param options.authUrl the token endpoint, which is also the audience of the assertion
 */
export function createBearerAuthentication(
  options: Credentials & { authUrl: string; transport: Transport; timeoutMs: number },
): Authenticate {
  const { sdkId, key, authUrl, transport, timeoutMs, now = Date.now } = options
  // Only here, because signed requests do not need it, but at start, when a missing package is noticed.
  const jose = import('jose')
  let current: Awaited<ReturnType<typeof requestToken>> | undefined
  let pending: ReturnType<typeof requestToken> | undefined

  const requestToken = async () => {
    const { SignJWT } = await jose
    const issuedAt = Math.floor(now() / 1000)
    const assertion = await new SignJWT()
      .setProtectedHeader({ alg: 'PS384', typ: 'JWT' })
      .setIssuer(`sdk:${sdkId}`)
      .setSubject(`sdk:${sdkId}`)
      .setAudience(authUrl)
      .setJti(randomUUID())
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + ASSERTION_TTL_SECONDS)
      .sign(key)
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      scope: SCOPE,
      client_assertion: assertion,
    })
    const request = {
      endpoint: TOKEN_ENDPOINT,
      url: authUrl,
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      content: Buffer.from(form.toString()),
      timeoutMs,
    } as const
    const { data } = await transport.send(request, readJson(parseToken))
    const requestedAt = performance.now()
    const lifeMs = data.expires_in * 1000
    return {
      value: data.access_token,
      /** Before it expires. */
      renewAt: requestedAt + lifeMs / 2,
      expiresAt: requestedAt + lifeMs,
    }
  }

  const getToken = async (): Promise<string> => {
    const time = performance.now()
    if (current !== undefined && time < current.renewAt) return current.value
    pending ??= requestToken().finally(() => {
      pending = undefined
    })
    try {
      current = await pending
    } catch (err) {
      if (current === undefined || time >= current.expiresAt || !isTransient(err)) throw err
      current.renewAt = time + RENEWAL_RETRY_MS
    }
    return current.value
  }

  return async (parts) => {
    const { target, headers } = buildRequest(parts)
    const token = await getToken()
    return {
      target,
      headers: { ...headers, Authorization: `Bearer ${token}` },
      discardCredentials: () => {
        // Another request may have renewed it already.
        if (current?.value === token) current = undefined
      },
    }
  }
}
