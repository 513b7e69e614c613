import type { DigestMistake } from './digest.js'

interface PropertyError {
  property: string
  message: string
}

// Every code that Yoti documents. Some of them are only returned as faults.
// Yoti's own MALFORMED_REQUEST bodies carry no message.
export const ERROR_RESPONSES = {
  PAYLOAD_VALIDATION: [400, 'There were errors validating the payload'],
  MALFORMED_REQUEST: [400, undefined],
  MESSAGE_SIGNING: [401, 'The message was not signed correctly'],
  BAD_SDK_ID: [401, 'The SDK ID is not valid'],
  BAD_TOKEN: [401, 'The token is invalid or has expired'],
  BAD_PUBLIC_KEY: [401, 'The public key is not valid'],
  INSUFFICIENT_PERMISSION: [403, 'The application may not do this'],
  NOT_YOUR_RESOURCE: [403, 'The resource was created by another user'],
  NOT_YOUR_SESSION: [403, 'The session belongs to another application'],
  APP_NOT_FOUND: [404, 'The referenced application does not exist'],
  SESSION_NOT_FOUND: [404, 'No session found matching the sessionId provided'],
  MEDIA_CONTENT_NOT_FOUND: [404, 'No media content found matching the id provided'],
  REQUIREMENT_NOT_FOUND: [404, 'No requirement found matching the id provided'],
  RESOURCE_NOT_FOUND: [404, 'No resource found matching the id provided'],
  PAGE_INDEX_NOT_FOUND: [404, 'The document has no page with this index'],
  FRAME_INDEX_NOT_FOUND: [404, 'The resource has no frame with this index'],
  SCHEME_NOT_FOUND: [404, 'No scheme found matching the one provided'],
  SCHEME_VALIDATION_REQUIREMENT_NOT_FOUND: [404, 'No requirement of the scheme found'],
  CHECK_NOT_FOUND: [404, 'No check found matching the id provided'],
  TASK_NOT_FOUND: [404, 'No task found matching the id provided'],
  MEDIA_ID_NOT_FOUND: [404, 'No media found matching the id provided'],
  CHIP_DATA_NOT_FOUND: [404, 'No chip data found'],
  NOT_FOUND: [404, 'Nothing is served at this address'],
  INCOMPLETE: [409, 'A required resource has not been supplied'],
  SESSION_EXPIRED: [409, 'The session has expired'],
  SESSION_NOT_READY: [409, 'A resource that the relying business supplies is missing'],
  SESSION_LOCKED: [409, 'The session is locked while it is in progress'],
  RESOURCE_LOCKED: [409, 'The Resource is Locked'],
  REQUIREMENT_LOCKED: [409, 'The requirement takes no further resource'],
  REQUIREMENT_CANNOT_BE_MARKED_IMPOSSIBLE: [409, 'The requirement can be fulfilled'],
  REPORT_EXISTS: [409, 'The check has a report already'],
  INSTRUCTIONS_NOT_COMPLETE: [409, 'The instructions are not complete'],
  NON_REPEATABLE_CHECK: [409, 'The check cannot be repeated'],
  PAYLOAD_TOO_LARGE: [413, 'The body is larger than the service accepts'],
  UNSUPPORTED_TYPE: [415, 'The type of the media is not supported'],
  UNPROCESSABLE_MEDIA: [422, 'The media could not be processed'],
  UNABLE_TO_FULFIL_RESOURCE_REQUIREMENT: [422, 'The resource fulfils no requirement'],
  TOO_MANY_REQUESTS: [429, 'Too many requests'],
  SERVER_ERROR: [500, 'An unexpected error occurred'],
  TEMPORARILY_UNAVAILABLE: [503, 'The service is temporarily unavailable'],
} as const satisfies Record<string, readonly [number, string | undefined]>

export type ErrorCode = keyof typeof ERROR_RESPONSES

/** An error response in Yoti's format: `{code, message?, errors?}`. */
export class ApiError extends Error {
  readonly code: ErrorCode
  readonly status: number
  readonly body: object
  /** For the request log, never for the response. */
  readonly digestMistake: DigestMistake | undefined

  constructor(code: ErrorCode, errors?: PropertyError[], digestMistake?: DigestMistake) {
    const [status, message] = ERROR_RESPONSES[code]
    super(message ?? code)
    this.name = 'ApiError'
    this.code = code
    this.status = status
    this.body = { code, message, errors }
    this.digestMistake = digestMistake
  }
}

/** The payload is invalid in this property. */
export function createPropertyError(property: string, message: string): ApiError {
  return new ApiError('PAYLOAD_VALIDATION', [{ property, message }])
}
