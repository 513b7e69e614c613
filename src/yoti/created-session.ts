import { z } from 'zod'
import { responseObject, parseResponse } from './response-schema.js'

const createdSession = responseObject({
  /** It becomes a part of our addresses, so nothing but a UUID will do. */
  session_id: z.guid({ error: 'expected a UUID' }),
  client_session_token: z.string().min(1),
  /** Seconds that remain. */
  client_session_token_ttl: z.number(),
})

/** The answer of `POST /sessions`. */
export type CreatedSession = z.infer<typeof createdSession>

/** @throws YotiProtocolError */
export function parseCreatedSession(value: unknown): CreatedSession {
  return parseResponse(createdSession, value, 'created session')
}
