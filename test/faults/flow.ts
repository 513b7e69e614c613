import { setTimeout as pause } from 'node:timers/promises'
import { captureOverHttp } from '../support/capture-over-http.js'
import { waitFor } from '../support/wait-for.js'
import type { FaultFixture } from './fault-fixture.js'

export const API_KEY = 'a-secret-of-the-shop-that-is-long-enough'
const MINUTE_MS = 60_000
const RETRY_TIMEOUT_MS = 2 * MINUTE_MS
const RETRY_INTERVAL_MS = 100

interface CreateSessionResponse {
  sessionId: string
  clientSessionToken: string
  warnings: unknown[]
}

/** A signup backend that retries while the server is down or responds 5xx. */
export function createBackend(baseUrl: string) {
  const requestWithRetry = async (
    method: string,
    path: string,
    init: { headers?: Record<string, string>; body?: string } = {},
  ): Promise<Response> => {
    const deadline = Date.now() + RETRY_TIMEOUT_MS
    const headers = { Authorization: `Bearer ${API_KEY}`, ...init.headers }
    while (Date.now() < deadline) {
      const response = await fetch(baseUrl + path, { ...init, method, headers }).catch(
        () => undefined,
      )
      if (response !== undefined && response.status < 500) return response
      await pause(RETRY_INTERVAL_MS)
    }
    throw new Error(`${method} ${path.replace(/[0-9a-f-]{36}/, ':id')} got no response.`)
  }

  return {
    /** Uses an idempotency key, so repeating it returns the same session. */
    async createSession(userReference: string) {
      const response = await requestWithRetry('POST', '/api/sessions', {
        headers: {
          'Content-Type': 'application/json',
          'Idempotency-Key': `key of ${userReference}`,
        },
        body: JSON.stringify({ userReference }),
      })
      if (response.status !== 201)
        throw new Error(`POST /api/sessions responded ${response.status}.`)
      return (await response.json()) as CreateSessionResponse
    },
    async refreshSession(sessionId: string) {
      const headers = { Authorization: `Bearer ${API_KEY}` }
      await fetch(`${baseUrl}/api/sessions/${sessionId}`, { headers }).catch(() => undefined)
    },
    /** Resolves to the status. */
    async eraseSession(sessionId: string) {
      return (await requestWithRetry('DELETE', `/api/sessions/${sessionId}`)).status
    },
  }
}

/** Longer than ON_DEMAND_MIN_AGE_MS, so that each poll refreshes the session. */
const POLL_INTERVAL_MS = 3500

export interface FlowResult {
  sessionId: string
  /** From repeating the request after the outcome. */
  repeatedSessionId: string
  /** Of an earlier attempt. */
  isWarned: boolean
  erasureStatus: number
}

/** One user from creation to erasure, while the server may crash. */
export async function runFlow(
  { baseUrl, emulator, receiver }: FaultFixture,
  userReference: string,
  options: { polls: boolean },
): Promise<FlowResult> {
  const backend = createBackend(baseUrl)
  const hasReceived = (sessionId: string, type: string) => () =>
    receiver.events.some(
      ({ type: received, data }) => data.sessionId === sessionId && received === type,
    )

  const { sessionId, clientSessionToken, warnings } = await backend.createSession(userReference)
  await captureOverHttp(emulator.apiUrl, sessionId, clientSessionToken)
  const pollTimer = options.polls
    ? setInterval(() => void backend.refreshSession(sessionId), POLL_INTERVAL_MS)
    : undefined
  try {
    const completed = hasReceived(sessionId, 'session.completed')
    await waitFor('the outcome', completed, 2 * MINUTE_MS)
    const repeated = await backend.createSession(userReference)
    const erasureStatus = await backend.eraseSession(sessionId)
    await waitFor('the erasure', hasReceived(sessionId, 'session.erased'), 2 * MINUTE_MS)
    const isWarned = warnings.length > 0
    return { sessionId, repeatedSessionId: repeated.sessionId, isWarned, erasureStatus }
  } finally {
    clearInterval(pollTimer)
  }
}
