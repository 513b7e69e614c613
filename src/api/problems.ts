/**
 * Everything that the API refuses or fails with: the stable code, its HTTP status, and what the
 * caller may do about it. docs/api.md and the OpenAPI document follow this table.
 */
export const PROBLEMS = {
  MALFORMED_REQUEST: [400, 'The request could not be read. Send a well-formed address and body.'],
  MALFORMED_JSON: [400, 'The body is not JSON. Send one JSON object.'],
  VALIDATION: [400, 'The request has mistakes. Correct what `errors` lists, and send it again.'],
  SPEC_REFUSED: [400, 'Yoti refused the specification. Correct what `errors` lists.'],
  UNAUTHORIZED: [401, 'Send `Authorization: Bearer <secret>` with a secret of this server.'],
  NOT_FOUND: [404, 'There is no such thing, or it belongs to another API caller.'],
  NO_FACE_CAPTURE: [409, 'This session waits for no face from you. Ask for one in its `spec`.'],
  YOTI_CONFLICT: [409, 'Yoti cannot do this in the state the session is in. Try again later.'],
  GONE: [410, 'The session was erased, or is being erased. Nothing of it can be had any more.'],
  TOO_LARGE: [413, 'The body is too large. Send a smaller one.'],
  UNSUPPORTED_TYPE: [415, 'The body is of another content type or encoding than this route takes.'],
  IDEMPOTENCY_MISMATCH: [
    422,
    'This Idempotency-Key came before with another body. Send the same body, or a new key.',
  ],
  YOTI_UNPROCESSABLE: [422, 'Yoti could not use what was sent. Send another.'],
  SESSION_LIMIT: [429, 'Too many sessions in a day. Try again after `Retry-After` seconds.'],
  TOO_MANY_REQUESTS: [
    429,
    'Too many requests without a valid key came from your network. Try again after `Retry-After` seconds.',
  ],
  INTERNAL: [500, 'Something went wrong on our side. Try again; if it stays so, tell us the id.'],
  BUSY: [503, 'The same was asked for just now and is still under way. Try again in a moment.'],
  YOTI_REFUSED: [502, 'Yoti did not do this. If it stays so, tell us the request id.'],
  YOTI_UNAVAILABLE: [503, 'Yoti did not answer. Try again after `Retry-After` seconds.'],
} as const satisfies Record<string, readonly [status: number, detail: string]>

export type ProblemCode = keyof typeof PROBLEMS
