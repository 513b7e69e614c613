import { setTimeout as pause } from 'node:timers/promises'

export const API_KEY = 'a-secret-of-the-shop-that-is-long-enough'
const RETRY_TIMEOUT_MS = 2 * 60_000
const RETRY_INTERVAL_MS = 100

export interface Backend {
  /** Uses an idempotency key, so repeating it returns the same session. */
  createSession(userReference: string): Promise<{ sessionId: string; clientSessionToken: string }>
  refreshSession(sessionId: string): Promise<void>
  /** Resolves to the status. */
  eraseSession(sessionId: string): Promise<number>
}

/** A signup backend that retries while the server is down or responds 5xx. */
export function createBackend(baseUrl: string): Backend {
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
    async createSession(userReference) {
      const response = await requestWithRetry('POST', '/api/sessions', {
        headers: {
          'Content-Type': 'application/json',
          'Idempotency-Key': `key of ${userReference}`,
        },
        body: JSON.stringify({ userReference }),
      })
      if (response.status !== 201)
        throw new Error(`POST /api/sessions responded ${response.status}.`)
      const { sessionId = '', clientSessionToken = '' } = (await response.json()) as Record<
        string,
        string
      >
      return { sessionId, clientSessionToken }
    },
    async refreshSession(sessionId) {
      await requestWithRetry('GET', `/api/sessions/${sessionId}`)
    },
    async eraseSession(sessionId) {
      return (await requestWithRetry('DELETE', `/api/sessions/${sessionId}`)).status
    },
  }
}
