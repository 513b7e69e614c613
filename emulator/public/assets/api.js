import { ClientError } from './client-error.js'

const EXITS = { SESSION_NOT_FOUND: 2001, SESSION_EXPIRED: 2002 }

/** An error response that a step may handle. Otherwise it is an unexpected error. */
export class Refusal extends Error {
  constructor(code) {
    super(`refused: ${code}`)
    this.code = code
  }
}

export function createApi(base, { sessionId, sessionToken }) {
  const root = `${base}/sessions/${encodeURIComponent(sessionId)}`

  async function call(method, path, body, type) {
    const headers = { 'X-Yoti-Auth-Token': sessionToken, ...(type && { 'Content-Type': type }) }
    const response = await fetch(root + path, { method, headers, body }).catch((err) => {
      throw new ClientError(3002, err)
    })
    if (response.ok) return response.status === 204 ? undefined : response.json()
    throw await toError(response)
  }
  const sendJson = (method, path, value) =>
    call(method, path, JSON.stringify(value), 'application/json')
  const sendMedia = (path, blob) => call('PUT', path, blob, blob.type)

  return {
    specimenUrl: (country, documentType, side) =>
      `${base}/specimens/${country}/${documentType}/${side}.svg?person=${sessionId}`,
    faceUrl: `${base}/specimens/face.svg?person=${sessionId}`,

    getConfiguration: () =>
      call('GET', `/configuration?detectedLocale=${encodeURIComponent(navigator.language)}`),
    giveConsent: () => call('PUT', '/biometric-consent'),
    finish: () => call('DELETE', '/client-session-token'),
    /** Best effort: a failed report changes nothing. */
    reportError: (code) => sendJson('POST', '/client-error', { code }).catch(() => {}),

    addResource: (kind, resource) => sendJson('POST', `/resources/${kind}`, resource),
    sendPage: (kind, id, page, { blob, method, isLast }) =>
      sendMedia(
        `/resources/${kind}/${id}/pages/${page}?capture_method=${method}&more=${!isLast}`,
        blob,
      ),
    sendPageFrame: (id, page, frame, blob) =>
      sendMedia(`/resources/id-documents/${id}/pages/${page}/frames/${frame}`, blob),
    sendFile: (id, blob) => sendMedia(`/resources/supplementary-documents/${id}/file`, blob),
    readDocument: (id) => call('POST', `/resources/id-documents/${id}/text-extraction`),

    sendLivenessImage: (id, blob) => sendMedia(`/resources/liveness/${id}/image`, blob),
    sendLivenessFrame: (id, frame, blob) =>
      sendMedia(`/resources/liveness/${id}/frames/${frame}`, blob),
    sendFacemap: (id, blob) => sendMedia(`/resources/liveness/${id}/facemap`, blob),
    judgeLiveness: (id) => call('POST', `/resources/liveness/${id}/attempt`),
  }
}

async function toError(response) {
  const { code } = await response.json().catch(() => ({}))
  if (response.status === 401) return new ClientError(2000)
  if (response.status >= 500) return new ClientError(3000)
  return code in EXITS ? new ClientError(EXITS[code]) : new Refusal(code)
}
