import express from 'express'
import { randomUUID } from 'node:crypto'
import { sessionRequestSchema, type SessionRequest } from '../../src/api/session-request.js'
import type { CreateSessionResponse } from '../../src/api/session-response.js'
import type { SessionResponse } from '../../src/api/public-fields.js'
import { listen } from '../support/listen.js'

export interface ReceivedSessionRequest {
  idempotencyKey: string | undefined
  authorization: string | undefined
  body: SessionRequest
}

/** The two API routes that a signup backend uses, with sessions that the test controls. */
export async function startFakeVerifyApi() {
  const sessions = new Map<string, SessionResponse>()
  const sessionRequests: ReceivedSessionRequest[] = []
  const plannedFailures: number[] = []

  const app = express()
    .post('/api/sessions', express.json(), (req, res) => {
      const body = sessionRequestSchema.parse(req.body)
      const { 'idempotency-key': key, authorization } = req.headers
      sessionRequests.push({ idempotencyKey: key?.toString(), authorization, body })
      const failure = plannedFailures.shift()
      if (failure !== undefined) {
        res.status(failure).json({ code: 'PLANNED', status: failure })
        return
      }
      const { sessionId, state, target } = createSession(body.userReference)
      const url = `${server.url}/handover/${randomUUID()}`
      res.status(201).json({
        sessionId,
        clientSessionToken: 'client-token',
        clientSessionTokenTtl: 900,
        url,
        state,
        target,
        preset: 'default',
        warnings: [],
      } satisfies CreateSessionResponse)
    })
    .get('/api/sessions/:sessionId', (req, res) => {
      res.json(sessions.get(req.params.sessionId))
    })

  function createSession(userReference: string): SessionResponse {
    const session: SessionResponse = {
      sessionId: randomUUID(),
      userReference,
      target: 'emulator',
      preset: 'default',
      state: 'ONGOING',
      outcome: 'PENDING',
      reasons: [],
      checks: [],
      createdAt: new Date(0).toISOString(),
    }
    sessions.set(session.sessionId, session)
    return session
  }

  const server = await listen(app)
  return {
    ...server,
    sessionRequests,
    /** Statuses of the next responses. */
    plannedFailures,
    updateNewestSession(change: Partial<SessionResponse> = {}): SessionResponse {
      const newest = [...sessions.values()].at(-1)
      if (newest === undefined) throw new Error('No session has been created yet.')
      return Object.assign(newest, change)
    },
  }
}
