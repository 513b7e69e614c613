import { z } from 'zod'
import type { FieldError } from '../errors.js'
import type { CreatedSession } from '../sessions/orders.js'
import { EXAMPLE_SESSION, sessionSchema } from './public-fields.js'

const { sessionId, state, target, scenario } = sessionSchema.shape

const EXAMPLE_CREATED_SESSION = {
  sessionId: EXAMPLE_SESSION.sessionId,
  clientSessionToken: '5ba2ae0c-7a0f-4d52-9e0a-0a1d5e7d5a10',
  clientSessionTokenTtl: 900,
  url: 'https://verify.example.com/handover/4m8Zb0lqk2vH',
  state: 'ONGOING',
  target: 'live',
  preset: 'default',
  warnings: [],
}

export const createdSessionSchema = z
  .strictObject({
    sessionId,
    clientSessionToken: z.string().optional().meta({
      description: 'For the mobile SDKs of Yoti. Absent when the user has finished.',
    }),
    clientSessionTokenTtl: z.int().min(0).meta({ description: 'Remaining seconds.' }),
    url: z.string().meta({
      description: 'Redirect the user’s browser here. The link works once, in one browser.',
      examples: [EXAMPLE_CREATED_SESSION.url],
    }),
    state,
    target,
    preset: z.string().meta({
      description:
        'The preset of the session. A session in progress may have another preset than the one requested.',
    }),
    scenario,
    warnings: z.array(z.strictObject({ path: z.string(), message: z.string() })).meta({
      description:
        'What Yoti may reject in `spec`: fields and values that this server does not know and passes on unchanged, and contradictions. For `userReference`: an earlier request for the user was interrupted, and Yoti may have billed a session for it.',
    }),
  })
  .meta({
    description: 'A session, and the link that hands the user over to it.',
    examples: [
      EXAMPLE_CREATED_SESSION,
      { ...EXAMPLE_CREATED_SESSION, target: 'sandbox', scenario: 'tampered-passport' },
    ],
  })

export const sessionListSchema = z
  .strictObject({
    sessions: z.array(sessionSchema.omit({ checks: true })),
    nextCursor: z.string().optional().meta({ description: 'Absent on the last page.' }),
  })
  .meta({
    description: 'A page of sessions, the newest first.',
    examples: [{ sessions: [EXAMPLE_SESSION], nextCursor: 'v1.next-page' }],
  })

export const erasureInProgressSchema = z.strictObject({ state, erasing: z.literal(true) }).meta({
  description: 'Yoti erases only completed sessions. This server retries until it succeeds.',
  examples: [{ state: 'CAPTURED', erasing: true }],
})

export type CreateSessionResponse = z.infer<typeof createdSessionSchema>
export type ErasureInProgress = z.infer<typeof erasureInProgressSchema>

export function toCreatedSessionResponse(
  { session, handoverToken, unfinishedAttemptAt }: CreatedSession,
  warnings: readonly FieldError[],
  baseUrl: string,
  now: number,
): CreateSessionResponse {
  const { sessionId, clientSessionToken, tokenExpiresAt, state, target, scenario } = session
  return {
    sessionId,
    clientSessionToken,
    clientSessionTokenTtl: Math.max(0, Math.floor((tokenExpiresAt - now) / 1000)),
    url: `${baseUrl}/handover/${handoverToken}`,
    state,
    target,
    preset: session.presetName,
    scenario,
    warnings: [
      ...warnings,
      ...(unfinishedAttemptAt === undefined ? [] : [toAttemptWarning(unfinishedAttemptAt)]),
    ],
  }
}

function toAttemptWarning(attemptedAt: number): FieldError {
  const message = `The request for this user at ${new Date(attemptedAt).toISOString()} was interrupted. Yoti may have created, and billed, a session that this server does not know.`
  return { path: 'userReference', message }
}
