import { randomUUID } from 'node:crypto'

export class VerifyApiError extends Error {
  constructor(message, status) {
    super(message)
    this.status = status
  }
  get isRateLimited() {
    return this.status === 429
  }
  get isRetryable() {
    return this.status === undefined || this.status >= 500
  }
}

export function createVerifyApi({ verifyUrl, apiKey }) {
  const call = async (path, init) => {
    const headers = { Authorization: `Bearer ${apiKey}`, ...init?.headers }
    const signal = AbortSignal.timeout(20_000)
    try {
      const url = new URL(path, verifyUrl)
      const response = await fetch(url, { ...init, headers, signal, redirect: 'error' })
      const body = await response.json()
      if (response.ok) return body
      const { status } = response
      throw new VerifyApiError(`${verifyUrl} answered ${status} ${body.code}.`, status)
    } catch (err) {
      if (err instanceof VerifyApiError) throw err
      throw new VerifyApiError(`${verifyUrl} cannot be reached: ${err.cause?.code ?? err.name}.`)
    }
  }

  return {
    async createSession(input) {
      // The same key for both attempts: a lost response must not create a second session.
      const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() }
      const init = { method: 'POST', headers, body: JSON.stringify(input) }
      try {
        return await call('/api/sessions', init)
      } catch (err) {
        if (!err.isRetryable) throw err
        return call('/api/sessions', init)
      }
    },
    getSession: (sessionId) => call(`/api/sessions/${encodeURIComponent(sessionId)}`),
  }
}
