import { z } from 'zod'
import { completeSession } from '../checks/run-checks.js'
import { toMediaType } from './media.js'
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
  const media = [...session.media].map(([id, { contentType, content, withheld }]) => [
    id,
    { contentType, base64: content.toString('base64'), ...(withheld && { withheld }) },
  ])
  return {
    format: 'yoti-idv-emulator/session/1',
    result: { ...buildSessionResult(session), state: 'COMPLETED' },
    media: Object.fromEntries(media) as SessionFixture['media'],
  }
}

/** Completes the session with this result instead of its own. */
export function importSession(session: Session, { result, media }: SessionFixture): void {
  const createdAt = session.clock.now()
  session.media.clear()
  for (const [id, { contentType, base64, withheld = false }] of Object.entries(media)) {
    const content = Buffer.from(base64, 'base64')
    const type = toMediaType(contentType)
    session.media.set(id, { id, type, contentType, content, withheld, createdAt, isDeleted: false })
  }
  session.importedResult = result
  completeSession(session)
}
