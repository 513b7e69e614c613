import { z } from 'zod'
import { ClientError, RejectedCallError } from './client-error.js'

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

export type ApiCall = (
  method: string,
  path: string,
  body?: object | MediaContent,
) => Promise<unknown>

const CLIENT_ERROR_CODES: Partial<Record<string, number>> = {
  SESSION_NOT_FOUND: 2001,
  SESSION_EXPIRED: 2002,
}

const errorResponseSchema = z.object({
  code: z.string(),
  errors: z.array(z.object({ property: z.string(), message: z.string() })).default([]),
})

/**
 * Resolves to the body of the response.
 *
 * @throws ClientError that the page would leave with, or RejectedCallError
 */
export function createApiCall({
  apiUrl,
  sessionId,
  clientSessionToken,
  signal,
}: LaunchOptions): ApiCall {
  const root = `${apiUrl}/sessions/${encodeURIComponent(sessionId)}`

  return async (method, path, body) => {
    const { contentType, content } = encodeBody(body)
    const response = await fetch(root + path, {
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
    if (response.status === 401) throw new ClientError(2000)
    if (response.status >= 500) throw new ClientError(3000)
    const text = await response.text()
    if (!response.ok) throw toError(`${method} ${path}`, text)
    return text === '' ? undefined : (JSON.parse(text) as unknown)
  }
}

function encodeBody(body: object | MediaContent | undefined) {
  if (body === undefined) return { contentType: undefined, content: null }
  if (isMediaContent(body)) {
    return { contentType: body.contentType, content: new Uint8Array(body.content) }
  }
  return { contentType: 'application/json', content: JSON.stringify(body) }
}

function isMediaContent(body: object): body is MediaContent {
  return 'content' in body && Buffer.isBuffer(body.content)
}

function toError(call: string, text: string): Error {
  const { code, errors } = errorResponseSchema.parse(JSON.parse(text))
  const clientErrorCode = CLIENT_ERROR_CODES[code]
  if (clientErrorCode !== undefined) return new ClientError(clientErrorCode)
  const details = errors.map(({ property, message }) => `${property} ${message}`)
  return new RejectedCallError(call, code, details)
}
