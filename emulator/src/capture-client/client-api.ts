import type { NewMedia } from '../sessions/media.js'
import type { buildSessionConfiguration } from '../sessions/session-configuration.js'

export interface LaunchOptions {
  /** Base URL of the API. */
  apiUrl: string
  sessionId: string
  clientSessionToken: string
  /** Aborts pending requests. */
  signal?: AbortSignal | undefined
}

export type Configuration = ReturnType<typeof buildSessionConfiguration>
export type Requirement = Configuration['capture']['required_resources'][number]
export type Attempts = Partial<Record<string, number>>

/** How a client reaches its session. */
interface Connection {
  send: (method: string, path: string, body?: NewMedia) => Promise<{ status: number; text: string }>
  /** Lets time pass for this session, without waiting for it. */
  advanceClock: (seconds: number) => Promise<void>
}

const CLIENT_ERROR_CODES: Partial<Record<string, number>> = {
  SESSION_NOT_FOUND: 2001,
  SESSION_EXPIRED: 2002,
}

/** The client cannot go on; `code` is one of Yoti's client error codes. */
export class ClientError extends Error {
  readonly code: number

  constructor(code: number, cause?: unknown) {
    super(`the client cannot go on: error ${code}`, { cause })
    this.name = 'ClientError'
    this.code = code
  }
}

/** An error response that a step may be able to deal with. */
export class RejectedCallError extends Error {
  readonly code: string

  constructor(call: string, code: string, details: readonly string[]) {
    super(`${call} was refused: ${[code, ...details].join(', ')}`)
    this.name = 'RejectedCallError'
    this.code = code
  }
}

export type ClientApi = ReturnType<typeof createClientApi>

/** Every call of the client page, on one session. Throws ClientError or RejectedCallError. */
export function createClientApi({ send, advanceClock }: Connection) {
  const upload = async (method: string, path: string, body?: NewMedia): Promise<unknown> => {
    const { status, text } = await send(method, path, body)
    if (status >= 400) throw toError(`${method} ${path}`, status, text)
    return text === '' ? undefined : JSON.parse(text)
  }
  const call = (method: string, path: string, json?: object) => {
    const content = json && Buffer.from(JSON.stringify(json))
    return upload(method, path, content && { contentType: 'application/json', content })
  }
  return {
    advanceClock,
    getConfiguration: () =>
      call('GET', '/configuration?detectedLocale=en-GB') as Promise<Configuration>,
    giveConsent: () => call('PUT', '/biometric-consent'),
    finish: () => call('DELETE', '/client-session-token'),
    reportError: (code: number) => call('POST', '/client-error', { code }),
    addResource: (
      kind: 'id-documents' | 'supplementary-documents' | 'liveness',
      resource: object,
    ) => call('POST', `/resources/${kind}`, resource) as Promise<{ id: string; pages: number }>,
    /** `path` starts with the type of the resource and its id. */
    upload: (path: string, media: NewMedia) => upload('PUT', `/resources/${path}`, media),
    extractText: (id: string) =>
      call('POST', `/resources/id-documents/${id}/text-extraction`) as Promise<{
        recommendation: { value: 'PROGRESS' | 'SHOULD_TRY_AGAIN' | 'MUST_TRY_AGAIN' }
        attempts_remaining: Attempts
      }>,
    submitLivenessAttempt: (id: string) =>
      call('POST', `/resources/liveness/${id}/attempt`) as Promise<{
        passed: boolean
        attempts_remaining: number
      }>,
  }
}

export function connectOverHttp(options: LaunchOptions): Connection {
  const { apiUrl, sessionId, clientSessionToken, signal } = options
  return {
    async send(method, path, body) {
      const response = await fetch(`${apiUrl}/sessions/${encodeURIComponent(sessionId)}${path}`, {
        method,
        headers: {
          'X-Yoti-Auth-Token': clientSessionToken,
          ...(body && { 'Content-Type': body.contentType }),
        },
        body: body ? new Uint8Array(body.content) : null,
        signal: signal ?? null,
      }).catch((err: unknown) => {
        signal?.throwIfAborted()
        throw new ClientError(3002, err)
      })
      return { status: response.status, text: await response.text() }
    },
    async advanceClock(advanceSeconds) {
      const { origin } = new URL(apiUrl)
      const { ok, status } = await fetch(`${origin}/_emulator/sessions/${sessionId}/clock`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ advanceSeconds }),
        signal: signal ?? null,
      })
      if (ok) return
      throw new Error(`the emulator did not move the clock of the session: it answered ${status}`)
    },
  }
}

function toError(call: string, status: number, text: string): Error {
  if (status === 401) return new ClientError(2000)
  if (status >= 500) return new ClientError(3000)
  const { code, errors = [] } = JSON.parse(text) as {
    code: string
    errors?: { property: string; message: string }[]
  }
  const clientErrorCode = CLIENT_ERROR_CODES[code]
  if (clientErrorCode !== undefined) return new ClientError(clientErrorCode)
  const details = errors.map(({ property, message }) => `${property} ${message}`)
  return new RejectedCallError(call, code, details)
}
