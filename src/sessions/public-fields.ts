import { z } from 'zod'
import { OUTCOMES } from '../outcome/outcome.js'
import { SESSION_STATES, type Decision } from './session.js'

export const EXAMPLE_SESSION_ID = '6f1f6c9a-3f0e-4b86-9d5b-0f7a1f3f2d11'

export const sessionId = z.string().meta({
  description: 'Identifies the session to Yoti, the browser and your backend.',
  examples: [EXAMPLE_SESSION_ID],
})
export const target = z.string().meta({
  description: 'emulator, sandbox or live. Only outcomes from live are real.',
  examples: ['live', 'sandbox', 'emulator'],
})
export const scenario = z
  .string()
  .optional()
  .meta({
    description: 'The scenario that was chosen for it, by name. Never on live.',
    examples: ['tampered-passport'],
  })
export const state = z.enum(SESSION_STATES).meta({
  description:
    'CAPTURED: the user has finished, and the checks are still running. EXPIRED may still become COMPLETED.',
})
export const outcome = z.enum(OUTCOMES).meta({
  description: 'NONE: the session ended without one. Nothing but APPROVED is an approval.',
})
export const time = z.iso.datetime().meta({ examples: ['2030-01-31T12:00:00.000Z'] })
/** Neither a name nor an e-mail address fits. */
export const opaqueId = z.string().regex(/^[A-Za-z0-9._:-]{1,128}$/, {
  error: 'expected 1 to 128 characters of A-Z a-z 0-9 . _ : -',
})

export const EXAMPLE_DECISION = {
  decision: 'APPROVED',
  decidedBy: 'agent-7',
  reason: 'DOCUMENT_WORN_BUT_GENUINE',
  decidedAt: '2030-02-01T09:30:00.000Z',
  outcomeBefore: 'REVIEW',
}
export const decisionFields = {
  decision: z.enum(['APPROVED', 'REJECTED']),
  decidedBy: opaqueId.meta({
    description: 'Your own id for the person who decided. Do not use personal data.',
    examples: [EXAMPLE_DECISION.decidedBy],
  }),
  reason: opaqueId.meta({
    description: 'A code of your own. Do not use personal data. This server shows it to no user.',
    examples: [EXAMPLE_DECISION.reason],
  }),
}
export const decisionSchema = z
  .strictObject({ ...decisionFields, decidedAt: time, outcomeBefore: outcome })
  .meta({
    description: 'What your staff decided. `outcome` is then theirs.',
    examples: [EXAMPLE_DECISION],
  })

export function toPublicDecision(decision: Decision): z.infer<typeof decisionSchema> {
  return { ...decision, decidedAt: new Date(decision.decidedAt).toISOString() }
}

export const reasonSchema = z
  .strictObject({
    code: z.string().meta({ examples: ['CHECK_REJECTED'] }),
    checkType: z.string().exactOptional(),
    reason: z.string().exactOptional().meta({ description: 'In the words of Yoti.' }),
  })
  .meta({
    description: 'Why an outcome is not APPROVED, in stable codes without personal data.',
    examples: [{ code: 'CHECK_REJECTED', checkType: 'LIVENESS', reason: 'PHOTO_OF_SCREEN' }],
  })

export const EXAMPLE_REJECTED_SESSION = {
  sessionId: EXAMPLE_SESSION_ID,
  target: 'live',
  outcome: 'REJECTED',
  reasons: [{ code: 'CHECK_REJECTED', checkType: 'LIVENESS', reason: 'PHOTO_OF_SCREEN' }],
}

export const EXAMPLE_DECIDED_SESSION = {
  ...EXAMPLE_REJECTED_SESSION,
  outcome: EXAMPLE_DECISION.decision,
  reasons: [{ code: 'CHECK_TO_CONSIDER', checkType: 'ID_DOCUMENT_AUTHENTICITY' }],
  decision: EXAMPLE_DECISION,
}

export const outcomeEventSchema = z
  .strictObject({
    type: z.enum(['session.completed', 'session.expired', 'session.decided', 'session.erased']),
    timestamp: time,
    data: z.strictObject({
      sessionId,
      caller: z.string().nullable().meta({
        description: 'The name of the API caller. null: the user started on the start page.',
      }),
      userReference: z.string().nullable(),
      target,
      state,
      outcome,
      reasons: z.array(reasonSchema),
      decision: decisionSchema.optional(),
    }),
  })
  .meta({
    description: 'The body of an outcome webhook, by Standard Webhooks.',
    examples: [
      {
        type: 'session.completed',
        timestamp: '2030-01-31T12:04:42.000Z',
        data: {
          ...EXAMPLE_REJECTED_SESSION,
          caller: 'signup',
          userReference: 'user-4711',
          state: 'COMPLETED',
        },
      },
      {
        type: 'session.decided',
        timestamp: EXAMPLE_DECISION.decidedAt,
        data: {
          ...EXAMPLE_DECIDED_SESSION,
          caller: 'signup',
          userReference: 'user-4711',
          state: 'COMPLETED',
        },
      },
    ],
  })

export type OutcomeEvent = z.infer<typeof outcomeEventSchema>
