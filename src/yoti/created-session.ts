import { z } from 'zod'
import { answerObject, parseAnswer } from './answer-schema.js'

const createdSession = answerObject({
  session_id: z.string().min(1),
  client_session_token: z.string().min(1),
  /** Seconds that remain. */
  client_session_token_ttl: z.number(),
})

/** The answer of `POST /sessions`. */
export type CreatedSession = z.infer<typeof createdSession>

/** @throws YotiProtocolError */
export function parseCreatedSession(value: unknown): CreatedSession {
  return parseAnswer(createdSession, value, 'created session')
}
