import { randomUUID } from 'node:crypto'

export class VerifyApiError extends Error {
  constructor(message, status) {
    super(message)
    this.status = status
  }
  get isTooOften() {
    return this.status === 429
  }
  get isWorthAnotherTry() {
    return this.status === undefined || this.status >= 500
  }
}

/** The two calls that a signup backend needs of the relying-party server. */
export function createVerifyApi({ verifyUrl, apiKey }) {
  const call = async (path, init) => {
    const headers = { Authorization: `Bearer ${apiKey}`, ...init?.headers }
    const signal = AbortSignal.timeout(20_000)
    try {
      const url = new URL(path, verifyUrl)
      const response = await fetch(url, { ...init, headers, signal, redirect: 'error' })
      const answer = await response.json()
      if (response.ok) return answer
      const { status } = response
      throw new VerifyApiError(`${verifyUrl} answered ${status} ${answer.code}.`, status)
    } catch (err) {
      if (err instanceof VerifyApiError) throw err
      throw new VerifyApiError(`${verifyUrl} cannot be reached: ${err.cause?.code ?? err.name}.`)
    }
  }

  return {
    async createSession(order) {
      // The same key for both tries: if only the answer was lost, there still is one session.
      const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() }
      const init = { method: 'POST', headers, body: JSON.stringify(order) }
      try {
        return await call('/api/sessions', init)
      } catch (err) {
        if (!err.isWorthAnotherTry) throw err
        return call('/api/sessions', init)
      }
    },
    readSession: (sessionId) => call(`/api/sessions/${encodeURIComponent(sessionId)}`),
  }
}
