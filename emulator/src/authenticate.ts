import type { IncomingHttpHeaders } from 'node:http'
import type { Application, Applications } from './applications.js'
import { findDigestMistake, type DigestMistake } from './digest-mistake.js'
import { isDigestValid } from './digest.js'
import { ApiError, type PropertyError } from './api-error.js'

export type AuthRequirement = 'public' | 'signed' | 'token' | 'signed-or-token'

export type Caller =
  | { kind: 'anybody' }
  | { kind: 'application'; application: Application }
  | { kind: 'client'; token: string }

export interface UnauthenticatedRequest {
  method: string
  pathAndQuery: string
  /** The prefix of the API's paths. */
  apiPrefix: string
  query: URLSearchParams
  /** From the path of `/apps/{sdkId}/...`, where the query has no sdkId. */
  sdkIdInPath: string | undefined
  headers: IncomingHttpHeaders
  body: Buffer
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const DIGITS = /^\d+$/
const MISTAKES_BY_PROPERTY: Record<string, DigestMistake> = {
  'header.X-Yoti-Auth-Digest': 'missing-header',
  'query.sdkId': 'missing-sdk-id',
  'query.nonce': 'missing-nonce',
  'query.timestamp': 'missing-timestamp',
}

/** Accepts any timestamp, because the Java SDK does not send epoch times. */
export function authenticate(
  request: UnauthenticatedRequest,
  auth: AuthRequirement,
  applications: Applications,
): Caller {
  if (auth === 'public') return { kind: 'anybody' }
  const token = readHeader(request.headers, 'x-yoti-auth-token')
  if (auth !== 'signed' && token !== '') return { kind: 'client', token }
  if (auth === 'token')
    throw createMalformedRequestError([createMissingPropertyError('header.X-Yoti-Auth-Token')])
  return { kind: 'application', application: authenticateApplication(request, applications) }
}

function authenticateApplication(request: UnauthenticatedRequest, applications: Applications) {
  const digest = readHeader(request.headers, 'x-yoti-auth-digest')
  const sdkId = request.sdkIdInPath ?? readQueryParameter(request.query, 'sdkid')
  const problems = [
    ...(digest === '' ? [createMissingPropertyError('header.X-Yoti-Auth-Digest')] : []),
    ...(sdkId === '' ? [createMissingPropertyError('query.sdkId')] : []),
    ...validateQueryParameter(request.query, 'nonce', UUID, 'must be a UUID'),
    ...validateQueryParameter(request.query, 'timestamp', DIGITS, 'must be a number'),
  ]
  if (problems.length > 0) throw createMalformedRequestError(problems)
  if (!UUID.test(sdkId)) throw new ApiError('BAD_SDK_ID', [], 'unknown-application')
  const application = applications.find(sdkId)
  if (application === undefined) throw new ApiError('APP_NOT_FOUND', [], 'unknown-application')
  const message = { ...request, digest, host: readHeader(request.headers, 'host') }
  if (!isDigestValid(message, application.publicKey)) {
    const mistake = findDigestMistake(message, application.publicKey)
    throw new ApiError('MESSAGE_SIGNING', [], mistake)
  }
  return application
}

function readHeader(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name]
  return typeof value === 'string' ? value.trim() : ''
}

/** Yoti's Go client writes `sdkID`, the others `sdkId`. */
function readQueryParameter(query: URLSearchParams, name: string): string {
  for (const [key, value] of query) if (key.toLowerCase() === name) return value
  return ''
}

function validateQueryParameter(
  query: URLSearchParams,
  name: string,
  pattern: RegExp,
  message: string,
) {
  const value = query.get(name) ?? ''
  if (value === '') return [createMissingPropertyError(`query.${name}`)]
  return pattern.test(value) ? [] : [{ property: `query.${name}`, message }]
}

function createMissingPropertyError(property: string): PropertyError {
  return { property, message: 'must not be null or empty' }
}

function createMalformedRequestError(errors: PropertyError[]) {
  return new ApiError('MALFORMED_REQUEST', errors, MISTAKES_BY_PROPERTY[errors[0]?.property ?? ''])
}
