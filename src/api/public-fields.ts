import { z } from 'zod'
import { OUTCOMES } from '../outcome/outcome.js'
import {
  EVENT_RANKS,
  isErasureRequested,
  SESSION_STATES,
  toPublicDecision,
  type EventType,
  type Session,
} from '../sessions/session.js'

const time = z.iso.datetime().meta({ examples: ['2030-01-31T12:00:00.000Z'] })
const outcome = z.enum(OUTCOMES).meta({
  description: 'NONE: the session ended without one. Nothing but APPROVED is an approval.',
})
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
const { decision: exampleDecision, decidedBy, reason } = EXAMPLE_DECISION

export const decisionRequestSchema = z
  .strictObject({
    decision: z.enum(['APPROVED', 'REJECTED']),
    decidedBy: opaqueId.meta({
      description: 'Your own id for the person who decided. Do not use personal data.',
      examples: [decidedBy],
    }),
    reason: opaqueId.meta({
      description: 'A code of your own. Do not use personal data. This server shows it to no user.',
      examples: [reason],
    }),
    overrules: z.boolean().exactOptional().meta({
      description: 'true also decides a session that is APPROVED or REJECTED.',
    }),
  })
  .meta({
    description: 'What your staff decided.',
    examples: [
      { decision: exampleDecision, decidedBy, reason },
      { decision: 'REJECTED', decidedBy, reason: 'CASE-1042', overrules: true },
    ],
  })

export const decisionSchema = decisionRequestSchema
  .omit({ overrules: true })
  .extend({ decidedAt: time, outcomeBefore: outcome })
  .meta({
    description: 'What your staff decided. `outcome` is then theirs.',
    examples: [EXAMPLE_DECISION],
  })

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

/** In a list. */
export const EXAMPLE_SESSION = {
  sessionId: '6f1f6c9a-3f0e-4b86-9d5b-0f7a1f3f2d11',
  userReference: 'user-4711',
  target: 'live',
  preset: 'default',
  state: 'COMPLETED',
  outcome: 'REJECTED',
  reasons: [{ code: 'CHECK_REJECTED', checkType: 'LIVENESS', reason: 'PHOTO_OF_SCREEN' }],
  policyVersion: '2',
  createdAt: '2030-01-31T12:00:00.000Z',
  capturedAt: '2030-01-31T12:04:10.000Z',
  endedAt: '2030-01-31T12:04:42.000Z',
}
const EXAMPLE_CHECKS = [
  { type: 'LIVENESS', state: 'DONE', recommendation: 'REJECT', reason: 'PHOTO_OF_SCREEN' },
]
const DECIDED = {
  outcome: EXAMPLE_DECISION.decision,
  reasons: [{ code: 'CHECK_TO_CONSIDER', checkType: 'ID_DOCUMENT_AUTHENTICITY' }],
  decision: EXAMPLE_DECISION,
}

export const sessionSchema = z
  .strictObject({
    sessionId: z.string().meta({
      description: 'Identifies the session to Yoti, the browser and your backend.',
      examples: [EXAMPLE_SESSION.sessionId],
    }),
    userReference: z.string().nullable().meta({ description: 'null once erasure is requested.' }),
    target: z.string().meta({
      description: 'emulator, sandbox or live. Only outcomes from live are real.',
      examples: ['live', 'sandbox', 'emulator'],
    }),
    preset: z.string(),
    scenario: z
      .string()
      .optional()
      .meta({
        description: 'The scenario that was chosen for it, by name. Never on live.',
        examples: ['tampered-passport'],
      }),
    state: z.enum(SESSION_STATES).meta({
      description:
        'CAPTURED: the user has finished, and the checks are still running. EXPIRED may still become COMPLETED.',
    }),
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
      { ...EXAMPLE_SESSION, ...DECIDED, checks: [] },
    ],
  })

export type SessionResponse = z.infer<typeof sessionSchema>

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

const { shape } = sessionSchema
const { preset, policyVersion, createdAt, capturedAt, endedAt, ...exampleData } = {
  ...EXAMPLE_SESSION,
  caller: 'signup',
}

export const outcomeEventSchema = z
  .strictObject({
    type: z.enum(Object.keys(EVENT_RANKS) as EventType[]),
    timestamp: time,
    data: z.strictObject({
      sessionId: shape.sessionId,
      caller: z.string().nullable().meta({
        description: 'The name of the API caller. null: the user started on the start page.',
      }),
      userReference: shape.userReference,
      target: shape.target,
      state: shape.state,
      outcome,
      reasons: shape.reasons,
      decision: shape.decision,
    }),
  })
  .meta({
    description: 'The body of an outcome webhook, by Standard Webhooks.',
    examples: [
      { type: 'session.completed', timestamp: '2030-01-31T12:04:42.000Z', data: exampleData },
      {
        type: 'session.decided',
        timestamp: EXAMPLE_DECISION.decidedAt,
        data: { ...exampleData, ...DECIDED },
      },
    ],
  })

export type OutcomeEvent = z.infer<typeof outcomeEventSchema>
