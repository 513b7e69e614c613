import { setTimeout as pause } from 'node:timers/promises'

export const API_KEY = 'a-secret-of-the-shop-that-is-long-enough'
const PATIENCE = 2 * 60_000
const BETWEEN_TRIES = 100

export interface Backend {
  /** The same order each time it is placed: it has an idempotency key. */
  order(person: string): Promise<{ sessionId: string; clientSessionToken: string }>
  look(sessionId: string): Promise<void>
  /** Resolves to the status: what was accepted is not asked for again. */
  erase(sessionId: string): Promise<number>
}

/** A signup backend that does not give up while the server is away, or fails. */
export function createBackend(baseUrl: string): Backend {
  const insist = async (
    method: string,
    path: string,
    init: { headers?: Record<string, string>; body?: string } = {},
  ): Promise<Response> => {
    const deadline = Date.now() + PATIENCE
    const headers = { Authorization: `Bearer ${API_KEY}`, ...init.headers }
    while (Date.now() < deadline) {
      const response = await fetch(baseUrl + path, { ...init, method, headers }).catch(
        () => undefined,
      )
      if (response !== undefined && response.status < 500) return response
      await pause(BETWEEN_TRIES)
    }
    throw new Error(`${method} ${path.replace(/[0-9a-f-]{36}/, ':id')} was never answered.`)
  }

  return {
    async order(person) {
      const answer = await insist('POST', '/api/sessions', {
        headers: { 'Content-Type': 'application/json', 'Idempotency-Key': `key of ${person}` },
        body: JSON.stringify({ userReference: person }),
      })
      if (answer.status !== 201) throw new Error(`An order was answered ${answer.status}.`)
      const { sessionId = '', clientSessionToken = '' } = (await answer.json()) as Record<
        string,
        string
      >
      return { sessionId, clientSessionToken }
    },
    async look(sessionId) {
      await insist('GET', `/api/sessions/${sessionId}`)
    },
    async erase(sessionId) {
      return (await insist('DELETE', `/api/sessions/${sessionId}`)).status
    },
  }
}
