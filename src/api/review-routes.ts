import express, { Router } from 'express'
import { z } from 'zod'
import { PublicError } from '../errors.js'
import { parseUuid } from '../http/parse-uuid.js'
import {
  decisionFields,
  EXAMPLE_DECISION,
  opaqueId,
  outcome,
  state,
} from '../sessions/public-fields.js'
import type { Session } from '../sessions/session.js'
import type { CallerSessions } from '../sessions/sessions.js'
import { getCallerHash } from './api-key-auth.js'
import { parseQuery } from './query.js'
import { parseBody } from './session-request.js'
import { EXAMPLE_SESSION, sessionSchema, toSessionResponse } from './session-response.js'
import { requireJson } from './session-routes.js'

const LIMIT = { type: 'integer', minimum: 1, maximum: 100, default: 50 } as const

const time = z.iso
  .datetime({
    offset: true,
    abort: true,
    error: 'expected a time with its zone, such as 2030-01-31T12:00:00Z',
  })
  .transform((text) => Date.parse(text))
  .optional()

export const listQuerySchema = z
  .strictObject({
    userReference: opaqueId.optional().meta({ description: 'Finds no erased session.' }),
    state: state.optional(),
    outcome: outcome.optional(),
    createdAfter: time,
    createdBefore: time,
    limit: z
      .string()
      .regex(/^([1-9]\d?|100)$/, {
        error: `expected a whole number from ${LIMIT.minimum} to ${LIMIT.maximum}`,
      })
      .default(String(LIMIT.default))
      .transform(Number)
      .meta(LIMIT),
    cursor: z.string().optional().meta({ description: '`nextCursor` of the page before.' }),
  })
  .refine(
    ({ createdAfter = -Infinity, createdBefore = Infinity }) => createdAfter < createdBefore,
    {
      path: ['createdBefore'],
      error: 'expected a time after createdAfter, got an earlier one',
    },
  )

export const sessionListSchema = z
  .strictObject({
    sessions: z.array(sessionSchema.omit({ checks: true })),
    nextCursor: z.string().optional().meta({ description: 'Absent on the last page.' }),
  })
  .meta({
    description: 'A page of sessions, the newest first.',
    examples: [{ sessions: [EXAMPLE_SESSION], nextCursor: 'v1.next-page' }],
  })

const { decision, decidedBy, reason } = EXAMPLE_DECISION

export const decisionRequestSchema = z
  .strictObject({
    ...decisionFields,
    overrules: z.boolean().exactOptional().meta({
      description: 'true also decides a session that is APPROVED or REJECTED.',
    }),
  })
  .meta({
    description: 'What your staff decided.',
    examples: [
      { decision, decidedBy, reason },
      { decision: 'REJECTED', decidedBy, reason: 'CASE-1042', overrules: true },
    ],
  })

interface ReviewRoutesOptions {
  sessions: CallerSessions
  maxBodyBytes: number
}

/** For the business's staff: what is to be decided, and the decision. */
export function createReviewRoutes({ sessions, maxBodyBytes }: ReviewRoutesOptions): Router {
  return Router({ strict: true, caseSensitive: true })
    .get('/api/sessions', async (req, res) => {
      const filter = parseQuery(listQuerySchema, req.query)
      const page = await sessions.listForCaller(getCallerHash(res), filter)
      if (page === undefined) {
        const message = 'expected the nextCursor of a page of yours, got a different string'
        throw new PublicError('VALIDATION', { errors: [{ path: 'query.cursor', message }] })
      }
      res.json({
        sessions: page.sessions.map((each) => ({ ...toSessionResponse(each), checks: undefined })),
        nextCursor: page.nextCursor,
      })
    })
    .post(
      '/api/sessions/:sessionId/decision',
      async (req, res, next) => {
        // First, so that an unknown session looks the same whatever the body.
        const sessionId = parseUuid(req.params.sessionId)
        res.locals.session = await sessions.refreshForCaller(sessionId, getCallerHash(res))
        next()
      },
      requireJson,
      express.json({ limit: maxBodyBytes }),
      async (req, res) => {
        const { session } = res.locals as { session: Session }
        const request = parseBody(decisionRequestSchema, req.body)
        res.json(toSessionResponse(await sessions.decide(session, request)))
      },
    )
}
