export interface LaunchOptions {
  /** Base URL of the API. */
  apiUrl: string
  sessionId: string
  clientSessionToken: string
  /** Aborts pending requests. */
  signal?: AbortSignal | undefined
}

export interface MediaContent {
  contentType: string
  content: Buffer
}

export type CaptureMethod = 'CAMERA' | 'UPLOAD'
type ResourceKind = 'id-documents' | 'supplementary-documents' | 'liveness'

interface RequirementBase {
  id: string
  state: 'REQUIRED' | 'IN_PROGRESS' | 'COMPLETE'
}
export type Requirement = RequirementBase &
  (
    | {
        type: 'ID_DOCUMENT'
        supported_countries: { code: string; supported_documents: { type: string }[] }[]
        attempts_remaining: Attempts
      }
    | { type: 'SUPPLEMENTARY_DOCUMENT'; document_types: string[]; country_codes: string[] }
    | { type: 'LIVENESS'; liveness_type: string }
    // The user has no step for a resource that the relying business supplies.
    | { type: 'FACE_CAPTURE' }
  )
export type RequirementOf<Type extends Requirement['type']> = Extract<Requirement, { type: Type }>
export type Attempts = Partial<Record<string, number>>

/** The part of the response that the client reads. */
export interface Configuration {
  client_session_token_ttl: number
  capture: { biometric_consent: string; required_resources: Requirement[] }
  sdk_config: { success_url?: string; error_url?: string }
}

interface TextExtraction {
  recommendation: { value: 'PROGRESS' | 'SHOULD_TRY_AGAIN' | 'MUST_TRY_AGAIN' }
  attempts_remaining: Attempts
}

interface LivenessAttempt {
  passed: boolean
  attempts_remaining: number
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

/** Resolves to the JSON of the response. Throws ClientError or RejectedCallError. */
export type CallApi = (
  method: string,
  path: string,
  body?: object | MediaContent,
) => Promise<unknown>

/** Every call of the client page, on one session. */
export function createClientApi(call: CallApi) {
  return {
    getConfiguration: () =>
      call('GET', '/configuration?detectedLocale=en-GB') as Promise<Configuration>,
    giveConsent: () => call('PUT', '/biometric-consent'),
    finish: () => call('DELETE', '/client-session-token'),
    reportError: (code: number) => call('POST', '/client-error', { code }),
    addResource: (kind: ResourceKind, resource: object) =>
      call('POST', `/resources/${kind}`, resource) as Promise<{ id: string; pages: number }>,
    /** `path` starts with the type of the resource and its id. */
    upload: (path: string, media: MediaContent) => call('PUT', `/resources/${path}`, media),
    extractText: (id: string) =>
      call('POST', `/resources/id-documents/${id}/text-extraction`) as Promise<TextExtraction>,
    submitLivenessAttempt: (id: string) =>
      call('POST', `/resources/liveness/${id}/attempt`) as Promise<LivenessAttempt>,
  }
}

export function createHttpCall({
  apiUrl,
  sessionId,
  clientSessionToken,
  signal,
}: LaunchOptions): CallApi {
  return async (method, path, body) => {
    const { contentType, content } = encodeBody(body)
    const response = await fetch(`${apiUrl}/sessions/${encodeURIComponent(sessionId)}${path}`, {
      method,
      headers: {
        'X-Yoti-Auth-Token': clientSessionToken,
        ...(contentType === undefined ? {} : { 'Content-Type': contentType }),
      },
      body: content,
      signal: signal ?? null,
    }).catch((err: unknown) => {
      signal?.throwIfAborted()
      throw new ClientError(3002, err)
    })
    const text = await response.text()
    if (!response.ok) throw toError(`${method} ${path}`, response.status, text)
    return text === '' ? undefined : (JSON.parse(text) as unknown)
  }
}

export function encodeBody(body: object | MediaContent | undefined) {
  if (body === undefined) return { content: null }
  if (!('content' in body)) {
    return { contentType: 'application/json', content: JSON.stringify(body) }
  }
  return { contentType: body.contentType, content: new Uint8Array(body.content) }
}

export function toError(call: string, status: number, text: string): Error {
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
