import { createJsonResponse, type RouteResponse } from '../route-response.js'
import { ERROR_RESPONSES, type ErrorCode } from '../api-error.js'

// Codes that Yoti documents but the emulator otherwise never returns.
const ADDITIONAL_ERROR_RESPONSES = {
  BAD_PUBLIC_KEY: [401, 'The public key is not valid'],
  INSUFFICIENT_PERMISSION: [403, 'The application may not do this'],
  NOT_YOUR_RESOURCE: [403, 'The resource belongs to another session'],
  NOT_YOUR_SESSION: [403, 'The session belongs to another application'],
  SCHEME_NOT_FOUND: [404, 'No scheme found matching the one provided'],
  SCHEME_VALIDATION_REQUIREMENT_NOT_FOUND: [404, 'No requirement of the scheme found'],
  CHECK_NOT_FOUND: [404, 'No check found matching the id provided'],
  TASK_NOT_FOUND: [404, 'No task found matching the id provided'],
  MEDIA_ID_NOT_FOUND: [404, 'No media found matching the id provided'],
  CHIP_DATA_NOT_FOUND: [404, 'No chip data found'],
  REPORT_EXISTS: [409, 'The check has a report already'],
  REQUIREMENT_LOCKED: [409, 'The requirement is locked'],
  REQUIREMENT_CANNOT_BE_MARKED_IMPOSSIBLE: [409, 'The requirement can be fulfilled'],
  INSTRUCTIONS_NOT_COMPLETE: [409, 'The instructions are not complete'],
  NON_REPEATABLE_CHECK: [409, 'The check cannot be repeated'],
  UNSUPPORTED_TYPE: [415, 'The type is not supported'],
  UNABLE_TO_FULFIL_RESOURCE_REQUIREMENT: [422, 'The resource fulfils no requirement'],
  TOO_MANY_REQUESTS: [429, 'Too many requests'],
  TEMPORARILY_UNAVAILABLE: [503, 'The service is temporarily unavailable'],
} as const satisfies Record<string, readonly [number, string]>

export type FaultCode = ErrorCode | keyof typeof ADDITIONAL_ERROR_RESPONSES

export const FAULT_RESPONSES = { ...ERROR_RESPONSES, ...ADDITIONAL_ERROR_RESPONSES }
export const FAULT_CODES = Object.keys(FAULT_RESPONSES) as FaultCode[]

// TOO_MANY_REQUESTS has a Retry-After header.
const DEFAULT_RETRY_AFTER_SECONDS = 1

export function createFaultResponse(
  code: FaultCode,
  retryAfter: number | undefined,
): RouteResponse {
  const [status, message] = FAULT_RESPONSES[code]
  const response = createJsonResponse(status, { code, message })
  const seconds = retryAfter ?? (status === 429 ? DEFAULT_RETRY_AFTER_SECONDS : undefined)
  return seconds === undefined
    ? response
    : { ...response, headers: { 'Retry-After': String(seconds) } }
}
