import { z } from 'zod'
import {
  outcome,
  reasonSchema,
  EXAMPLE_REJECTED_SESSION,
  scenario,
  sessionId,
  state,
  target,
  time,
} from '../../sessions/public-fields.js'

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

export const sessionResponseSchema = z
  .strictObject({
    sessionId,
    userReference: z.string().nullable().meta({ description: 'null once erasure is requested.' }),
    target,
    preset: z.string(),
    scenario,
    state,
    outcome,
    reasons: z.array(reasonSchema),
    policyVersion: z.string().exactOptional().meta({
      description: 'The version of the policy that decided the outcome.',
    }),
    checks: z.array(checkSchema),
    createdAt: time,
    capturedAt: time.exactOptional(),
    endedAt: time.exactOptional(),
    erasureRequestedAt: time.exactOptional(),
    erasedAt: time.exactOptional(),
  })
  .meta({
    description: 'A session as this server stores it, without names, documents or images.',
    examples: [
      {
        ...EXAMPLE_REJECTED_SESSION,
        userReference: 'user-4711',
        preset: 'default',
        state: 'COMPLETED',
        policyVersion: '2',
        checks: [
          { type: 'LIVENESS', state: 'DONE', recommendation: 'REJECT', reason: 'PHOTO_OF_SCREEN' },
        ],
        createdAt: '2030-01-31T12:00:00.000Z',
        capturedAt: '2030-01-31T12:04:10.000Z',
        endedAt: '2030-01-31T12:04:42.000Z',
      },
    ],
  })

export const erasureInProgressSchema = z.strictObject({ state, erasing: z.literal(true) }).meta({
  description: 'Yoti erases only completed sessions. This server retries until it succeeds.',
  examples: [{ state: 'CAPTURED', erasing: true }],
})

export type SessionResponse = z.infer<typeof sessionResponseSchema>
export type ErasureInProgress = z.infer<typeof erasureInProgressSchema>
