/** The codes are stable. docs/api.md and the OpenAPI document list them all. */
export const PROBLEMS = {
  MALFORMED_REQUEST: [400, 'The URL or the body is malformed. Correct it and send it again.'],
  MALFORMED_JSON: [400, 'The body is not valid JSON. Send one JSON object.'],
  VALIDATION: [400, 'The request is not valid. Correct the fields in `errors` and send it again.'],
  SPEC_REFUSED: [400, 'Yoti rejected the specification. Correct the fields in `errors`.'],
  UNAUTHORIZED: [401, 'Send `Authorization: Bearer <secret>` with a secret from API_KEYS.'],
  NOT_FOUND: [404, 'Not found.'],
  NO_FACE_CAPTURE: [
    409,
    'This session does not expect a face from you. Request one in its `spec`.',
  ],
  YOTI_CONFLICT: [409, 'Yoti cannot do this in the current state of the session. Try again later.'],
  GONE: [410, 'The session has been erased or is being erased. Its data is no longer available.'],
  TOO_LARGE: [413, 'The body is too large. Send a smaller one.'],
  UNSUPPORTED_TYPE: [415, 'This route does not accept the content type or encoding of the body.'],
  IDEMPOTENCY_MISMATCH: [
    422,
    'This Idempotency-Key was already used with a different body. Send the same body, or use a new key.',
  ],
  YOTI_UNPROCESSABLE: [422, 'Yoti could not process the image. Send another one.'],
  SESSION_LIMIT: [
    429,
    'The daily limit on sessions is reached. Try again after `Retry-After` seconds.',
  ],
  TOO_MANY_REQUESTS: [
    429,
    'Too many requests without a valid key from your network. Try again after `Retry-After` seconds.',
  ],
  INTERNAL: [500, 'Internal server error. Try again. If it persists, report the `requestId`.'],
  BUSY: [503, 'An identical request is still in progress. Try again after `Retry-After` seconds.'],
  YOTI_REFUSED: [502, 'Yoti rejected the request. If it persists, report the `requestId`.'],
  YOTI_UNAVAILABLE: [503, 'Yoti did not respond. Try again after `Retry-After` seconds.'],
} as const satisfies Record<string, readonly [status: number, detail: string]>

export type ProblemCode = keyof typeof PROBLEMS
