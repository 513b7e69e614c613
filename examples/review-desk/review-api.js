const TIMEOUT_MS = 20_000

/** `status` is undefined if there was no response. */
export class ReviewApiError extends Error {
  constructor(message, status) {
    super(message)
    this.status = status
  }
}

/** The calls of the desk to the relying-party server. */
export function createReviewApi({ verifyUrl, apiKey }) {
  const request = async (path, { headers, ...init } = {}) => {
    const options = { ...init, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) }
    const authorized = { Authorization: `Bearer ${apiKey}`, ...headers }
    let response
    try {
      response = await fetch(verifyUrl.replace(/\/$/, '') + path, {
        ...options,
        headers: authorized,
      })
    } catch (err) {
      throw new ReviewApiError(`${verifyUrl} cannot be reached: ${err.cause?.code ?? err.name}.`)
    }
    if (response.ok) return response
    const { code = 'without a code' } = await response.json().catch(() => ({}))
    throw new ReviewApiError(`${verifyUrl} answered ${response.status} ${code}.`, response.status)
  }
  const requestJson = async (path, init) => (await request(path, init)).json()
  const pathOf = (sessionId) => `/api/sessions/${encodeURIComponent(sessionId)}`
  const getMedia = (sessionId, mediaId) =>
    request(`${pathOf(sessionId)}/media/${encodeURIComponent(mediaId)}`)

  return {
    listSessions: (query) => requestJson(`/api/sessions?${new URLSearchParams(query)}`),
    getSession: (sessionId) => requestJson(pathOf(sessionId)),
    /** Yoti's result, or undefined when Yoti has deleted it. */
    async getResult(sessionId) {
      try {
        return await requestJson(`${pathOf(sessionId)}/result`)
      } catch (err) {
        if (err.status === 404 || err.status === 410) return undefined
        throw err
      }
    },
    /** A response whose body is not read yet. 204: Yoti may not return it. */
    getMedia,
    async getMediaJson(sessionId, mediaId) {
      const response = await getMedia(sessionId, mediaId)
      return response.status === 204 ? {} : response.json()
    },
    decide: (sessionId, decision) =>
      requestJson(`${pathOf(sessionId)}/decision`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(decision),
      }),
  }
}
