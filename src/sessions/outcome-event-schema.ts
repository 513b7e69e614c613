import { z } from 'zod'
import {
  outcome,
  reasonSchema,
  EXAMPLE_REJECTED_SESSION,
  sessionId,
  state,
  target,
  time,
} from './public-fields.js'

export const outcomeEventSchema = z
  .strictObject({
    type: z.enum(['session.completed', 'session.expired', 'session.erased']),
    timestamp: time,
    data: z.strictObject({
      sessionId,
      userReference: z.string().nullable(),
      target,
      state,
      outcome,
      reasons: z.array(reasonSchema),
    }),
  })
  .meta({
    description: 'The body of an outcome webhook, by Standard Webhooks.',
    examples: [
      {
        type: 'session.completed',
        timestamp: '2030-01-31T12:04:42.000Z',
        data: { ...EXAMPLE_REJECTED_SESSION, userReference: 'user-4711', state: 'COMPLETED' },
      },
    ],
  })

export type OutcomeEvent = z.infer<typeof outcomeEventSchema>
