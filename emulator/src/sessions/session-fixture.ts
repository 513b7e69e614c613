import { z } from 'zod'
import { completeSession } from '../checks/run-checks.js'
import { addMedia } from './media.js'
import { buildSessionResult } from './session-result.js'
import type { Session } from './session.js'

/** A completed session as one JSON file. */
export const sessionFixtureSchema = z.strictObject({
  format: z.literal('yoti-idv-emulator/session/1'),
  /** The response of `GET /sessions/:sessionId`. */
  result: z.looseObject({ state: z.literal('COMPLETED') }),
  /** By id. */
  media: z.record(
    z.string(),
    z.strictObject({
      contentType: z.string(),
      base64: z.base64(),
      withheld: z.boolean().optional(),
    }),
  ),
})

export type SessionFixture = z.infer<typeof sessionFixtureSchema>

export function exportSession(session: Session): SessionFixture {
  const media: SessionFixture['media'] = {}
  for (const [id, { contentType, content, withheld }] of session.media) {
    media[id] = { contentType, base64: content.toString('base64'), ...(withheld && { withheld }) }
  }
  const result = { ...buildSessionResult(session), state: 'COMPLETED' as const }
  return { format: 'yoti-idv-emulator/session/1', result, media }
}

/** Completes the session with this result instead of its own. */
export function importSession(session: Session, { result, media }: SessionFixture): void {
  session.media.clear()
  for (const [id, { contentType, base64, withheld = false }] of Object.entries(media)) {
    addMedia(session, { contentType, content: Buffer.from(base64, 'base64'), withheld }, id)
  }
  session.importedResult = result
  completeSession(session)
}
