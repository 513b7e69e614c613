import { randomUUID, type KeyObject } from 'node:crypto'
import { SignJWT } from 'jose'
import { z } from 'zod'
import { isTransient, TOKEN_ENDPOINT } from './errors.js'
import { readJson } from './handle-response.js'
import { createParser, responseObject } from './response-schema.js'
import {
  buildRequest,
  signRequest,
  type RequestParts,
  type SignedRequest,
} from './signed-request.js'
import type { Transport } from './transport.js'

export interface Authentication {
  authenticate(parts: RequestParts): Promise<SignedRequest>
  /** After a 401: whether the request is worth another attempt with new credentials. */
  discard(rejected: SignedRequest): boolean
}

export interface Credentials {
  sdkId: string
  key: KeyObject
  now?: (() => number) | undefined
}

/** Signs each request: `X-Yoti-Auth-Digest`. */
export function createDigestAuthentication(options: Credentials): Authentication {
  const { key, now = Date.now } = options
  return {
    authenticate: (parts) => {
      const authParams = [
        ['nonce', randomUUID()],
        ['timestamp', String(now())],
      ] as const
      return signRequest({ ...parts, query: [...parts.query, ...authParams] }, key)
    },
    discard: () => false,
  }
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

interface AccessToken {
  value: string
  /** Half of its life, so that it is renewed before it expires. */
  renewAt: number
  expiresAt: number
}

interface BearerOptions extends Credentials {
  /** The token endpoint, which is also the audience of the assertion. */
  authUrl: string
  transport: Transport
  timeoutMs: number
}

/**
 * Sends an access token, which Yoti issues for an assertion signed with the application's key
 * (RFC 7523, PS384). Times are monotonic, because the clock may be set.
 */
export function createBearerAuthentication(options: BearerOptions): Authentication {
  const { sdkId, key, authUrl, transport, timeoutMs, now = Date.now } = options
  let current: AccessToken | undefined
  let pending: Promise<AccessToken> | undefined

  const requestToken = async (): Promise<AccessToken> => {
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
      method: 'POST',
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

  return {
    authenticate: async (parts) => {
      const { target, headers } = buildRequest(parts)
      return { target, headers: { ...headers, Authorization: `Bearer ${await getToken()}` } }
    },
    discard: ({ headers }) => {
      // Another request may have renewed it already.
      if (headers.Authorization === `Bearer ${current?.value ?? ''}`) current = undefined
      return true
    },
  }
}
