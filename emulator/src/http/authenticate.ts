import type { IncomingHttpHeaders } from 'node:http'
import type { AccessTokens } from '../access-tokens/access-tokens.js'
import { UUID, type Application } from '../application.js'
import { ApiError } from './api-error.js'
import { findDigestMistake, type DigestMistake } from './digest.js'

export type AuthRequirement = 'public' | 'signed' | 'token' | 'signed-or-token'

/** By lower-case SDK id. */
export type Applications = ReadonlyMap<string, Application>

export interface ApiRequest {
  method: string
  /** Path and raw query as received, without the API prefix. */
  pathAndQuery: string
  apiPrefix: string
  params: Partial<Record<string, string>>
  query: URLSearchParams
  headers: IncomingHttpHeaders
  body: Buffer
}

/** An application, a client with its session token, or neither. */
export interface Caller {
  application?: Application
  token?: string
}

const MISSING = 'must not be null or empty'

/** Accepts any timestamp, because the Java SDK does not send epoch times. */
export function authenticate(
  request: ApiRequest,
  auth: AuthRequirement,
  { applications, accessTokens }: { applications: Applications; accessTokens: AccessTokens },
): Caller {
  if (auth === 'public') return {}
  const token = readHeader(request.headers, 'x-yoti-auth-token')
  if (auth !== 'signed' && token !== '') return { token }
  if (auth === 'token') {
    const problem = { property: 'header.X-Yoti-Auth-Token', message: MISSING }
    throw new ApiError('MALFORMED_REQUEST', [problem])
  }
  const accessToken = readAccessToken(request.headers)
  if (accessToken === undefined) return { application: verifyDigest(request, applications) }
  // A token needs no `sdkId`, but is valid only for its own.
  const application = accessTokens.findApplication(accessToken)
  const sdkId = readSdkId(request).toLowerCase()
  if (application === undefined || !['', application.sdkId.toLowerCase()].includes(sdkId)) {
    throw new ApiError('BAD_TOKEN')
  }
  return { application }
}

/** Undefined if the request has a digest, which has precedence. */
export function readAccessToken(headers: IncomingHttpHeaders): string | undefined {
  if (readHeader(headers, 'x-yoti-auth-digest') !== '') return undefined
  return /^Bearer\b *(.*)$/i.exec(readHeader(headers, 'authorization'))?.[1]
}

/** In `/apps/{sdkId}/...`, the query has no sdkId. */
function readSdkId({ params, query }: ApiRequest): string {
  return params.sdkId ?? findSdkId(query) ?? ''
}

function verifyDigest(request: ApiRequest, applications: Applications): Application {
  const { query, headers } = request
  const digest = readHeader(headers, 'x-yoti-auth-digest')
  const sdkId = readSdkId(request)
  const required: [string, string | null, DigestMistake, pattern?: RegExp, message?: string][] = [
    ['header.X-Yoti-Auth-Digest', digest, 'missing-header'],
    ['query.sdkId', sdkId, 'missing-sdk-id'],
    ['query.nonce', query.get('nonce'), 'missing-nonce', UUID, 'must be a UUID'],
    ['query.timestamp', query.get('timestamp'), 'missing-timestamp', /^\d+$/, 'must be a number'],
  ]
  const wrong = required.filter(([, value, , pattern = /./]) => !pattern.test(value ?? ''))
  if (wrong.length > 0) {
    const errors = wrong.map(([property, value, , , message = MISSING]) => ({
      property,
      message: value ? message : MISSING,
    }))
    throw new ApiError('MALFORMED_REQUEST', errors, wrong[0]?.[2])
  }
  const isUuid = UUID.test(sdkId)
  const application = isUuid ? applications.get(sdkId.toLowerCase()) : undefined
  if (application === undefined) {
    const code = isUuid ? 'APP_NOT_FOUND' : 'BAD_SDK_ID'
    throw new ApiError(code, undefined, 'unknown-application')
  }
  const message = { ...request, digest, host: readHeader(headers, 'host') }
  const mistake = findDigestMistake(message, application.publicKey)
  if (mistake !== undefined) throw new ApiError('MESSAGE_SIGNING', undefined, mistake)
  return application
}

/** Yoti's Go client writes `sdkID`, and samples for the sandbox `SDKID` or `X-Yoti-Auth-Id`. */
export function findSdkId(query: URLSearchParams): string | undefined {
  return [...query].find(([name]) => /^(sdkId|X-Yoti-Auth-Id)$/i.test(name))?.[1]
}

function readHeader(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name]
  return typeof value === 'string' ? value.trim() : ''
}
