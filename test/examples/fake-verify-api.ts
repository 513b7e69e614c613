import express from 'express'
import { randomUUID } from 'node:crypto'
import type { CreatedSession } from '../../src/relying-business/schemas/created-session.js'
import type { SessionAnswer } from '../../src/relying-business/schemas/session-answer.js'
import {
  sessionRequest,
  type SessionRequest,
} from '../../src/relying-business/schemas/session-request.js'
import type { SessionState } from '../../src/sessions/session.js'
import { listen } from './listen.js'

export interface ReceivedOrder {
  key: string | undefined
  authorization: string | undefined
  body: SessionRequest
}

/** The two routes of the JSON API that a signup backend uses, and a hand to turn sessions with. */
export async function startFakeVerifyApi(initialState: SessionState = 'ONGOING') {
  const sessions = new Map<string, SessionAnswer>()
  const orders: ReceivedOrder[] = []
  const failures: number[] = []

  const app = express()
    .post('/api/sessions', express.json(), (req, res) => {
      const body = sessionRequest.parse(req.body)
      const { 'idempotency-key': key, authorization } = req.headers
      orders.push({ key: key?.toString(), authorization, body })
      const failure = failures.shift()
      if (failure !== undefined) {
        res.status(failure).json({ code: 'PLANNED', status: failure })
        return
      }
      const { sessionId, state, target } = open(body.userReference)
      const url = `${server.url}/handover/${randomUUID()}`
      res.status(201).json({
        sessionId,
        clientSessionToken: 'client-token',
        clientSessionTokenTtl: 900,
        url,
        state,
        target,
        preset: 'default',
      } satisfies CreatedSession)
    })
    .get('/api/sessions/:sessionId', (req, res) => {
      res.json(sessions.get(req.params.sessionId))
    })

  function open(userReference: string): SessionAnswer {
    const session: SessionAnswer = {
      sessionId: randomUUID(),
      userReference,
      target: 'emulator',
      preset: 'default',
      state: initialState,
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
    orders,
    /** Statuses that the next orders are answered with. */
    failures,
    /** The newest session, changed. */
    turn(change: Partial<SessionAnswer> = {}): SessionAnswer {
      const newest = [...sessions.values()].at(-1)
      if (newest === undefined) throw new Error('Nobody has asked for a session yet.')
      return Object.assign(newest, change)
    },
  }
}
