import { z } from 'zod'
import type { FieldError } from '../errors.js'
import {
  decisionSchema,
  EXAMPLE_DECIDED_SESSION,
  EXAMPLE_REJECTED_SESSION,
  EXAMPLE_SESSION_ID,
  outcome,
  reasonSchema,
  scenario,
  sessionId,
  state,
  target,
  time,
  toPublicDecision,
} from '../sessions/public-fields.js'
import { isErasureRequested, type CreatedSession, type Session } from '../sessions/session.js'

const EXAMPLE_CREATED_SESSION = {
  sessionId: EXAMPLE_SESSION_ID,
  clientSessionToken: '5ba2ae0c-7a0f-4d52-9e0a-0a1d5e7d5a10',
  clientSessionTokenTtl: 900,
  url: 'https://verify.example.com/handover/4m8Zb0lqk2vH',
  state: 'ONGOING',
  target: 'live',
  preset: 'default',
  warnings: [],
}

/** In a list. */
export const EXAMPLE_SESSION = {
  ...EXAMPLE_REJECTED_SESSION,
  userReference: 'user-4711',
  preset: 'default',
  state: 'COMPLETED',
  policyVersion: '2',
  createdAt: '2030-01-31T12:00:00.000Z',
  capturedAt: '2030-01-31T12:04:10.000Z',
  endedAt: '2030-01-31T12:04:42.000Z',
}
const EXAMPLE_CHECKS = [
  { type: 'LIVENESS', state: 'DONE', recommendation: 'REJECT', reason: 'PHOTO_OF_SCREEN' },
]

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

export const checkSchema = z
  .strictObject({
    type: z.string(),
    state: z.string().meta({ examples: ['DONE'] }),
    recommendation: z.string().exactOptional(),
    reason: z.string().exactOptional(),
  })
  .meta({
    description: 'A check with Yoti’s type, recommendation and reason.',
    examples: [{ type: 'LIVENESS', state: 'DONE', recommendation: 'APPROVE' }],
  })

export const sessionSchema = z
  .strictObject({
    sessionId,
    userReference: z.string().nullable().meta({ description: 'null once erasure is requested.' }),
    target,
    preset: z.string(),
    scenario,
    state,
    outcome,
    reasons: z.array(reasonSchema),
    policyVersion: z.string().optional().meta({
      description: 'The version of the policy that decided the outcome.',
    }),
    checks: z.array(checkSchema),
    createdAt: time,
    capturedAt: time.optional(),
    endedAt: time.optional(),
    decision: decisionSchema.optional(),
    erasureRequestedAt: time.optional(),
    erasedAt: time.optional(),
  })
  .meta({
    description: 'A session as this server stores it, without names, documents or images.',
    examples: [
      { ...EXAMPLE_SESSION, checks: EXAMPLE_CHECKS },
      { ...EXAMPLE_SESSION, ...EXAMPLE_DECIDED_SESSION, checks: [] },
    ],
  })

export const erasureInProgressSchema = z.strictObject({ state, erasing: z.literal(true) }).meta({
  description: 'Yoti erases only completed sessions. This server retries until it succeeds.',
  examples: [{ state: 'CAPTURED', erasing: true }],
})

export type CreateSessionResponse = z.infer<typeof createdSessionSchema>
export type SessionResponse = z.infer<typeof sessionSchema>
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
    warnings:
      unfinishedAttemptAt === undefined
        ? [...warnings]
        : [...warnings, toAttemptWarning(unfinishedAttemptAt)],
  }
}

function toAttemptWarning(attemptedAt: number): FieldError {
  const message = `The request for this user at ${new Date(attemptedAt).toISOString()} was interrupted. Yoti may have created, and billed, a session that this server does not know.`
  return { path: 'userReference', message }
}

/** Once erasure is requested, only the outcome and its reasons remain. */
export function toSessionResponse(session: Session): SessionResponse {
  const { sessionId, target, scenario, state, outcome, policyVersion } = session
  const isRetained = !isErasureRequested(session)
  return {
    sessionId,
    userReference: (isRetained ? session.userReference : undefined) ?? null,
    target,
    preset: session.presetName,
    scenario,
    state,
    outcome,
    reasons: [...session.reasons],
    policyVersion,
    checks: isRetained ? [...session.checks] : [],
    createdAt: new Date(session.createdAt).toISOString(),
    capturedAt: toIsoString(session.capturedAt),
    endedAt: toIsoString(session.endedAt),
    decision: session.decision && toPublicDecision(session.decision),
    erasureRequestedAt: toIsoString(session.erasureRequestedAt),
    erasedAt: toIsoString(session.erasedAt),
  }
}

function toIsoString(time: number | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString()
}
