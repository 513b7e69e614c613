import { z } from 'zod'
import { responseObject, parseResponse } from './response-schema.js'

const createdSession = responseObject({
  /** A UUID, because this server uses it in its URLs. */
  session_id: z.guid({ error: 'expected a UUID' }),
  client_session_token: z.string().min(1),
  /** Remaining seconds. */
  client_session_token_ttl: z.number(),
})

/** The response of `POST /sessions`. */
export type CreatedSession = z.infer<typeof createdSession>

/** @throws YotiProtocolError */
export function parseCreatedSession(value: unknown): CreatedSession {
  return parseResponse(createdSession, value, 'created session')
}
