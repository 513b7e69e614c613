import { z } from 'zod'
import { ClientError, Refusal } from './client-error.js'

/** A session as the client page is launched with it. */
export interface Launch {
  /** The base URL of the API, under which the client page lives, too. */
  apiUrl: string
  sessionId: string
  clientSessionToken: string
  /** Ends every call that is under way. */
  signal?: AbortSignal | undefined
}

export interface Content {
  contentType: string
  content: Buffer
}

export type Call = (method: string, path: string, body?: object | Content) => Promise<unknown>

const EXITS: Partial<Record<string, number>> = { SESSION_NOT_FOUND: 2001, SESSION_EXPIRED: 2002 }

const refusalSchema = z.object({
  code: z.string(),
  errors: z.array(z.object({ property: z.string(), message: z.string() })).default([]),
})

/**
 * Calls as the client page does. Resolves to what was answered.
 *
 * @throws ClientError with which the page would leave; Refusal
 */
export function createCall({ apiUrl, sessionId, clientSessionToken, signal }: Launch): Call {
  const root = `${apiUrl}/sessions/${encodeURIComponent(sessionId)}`

  return async (method, path, body) => {
    const { contentType, content } = encode(body)
    const answer = await fetch(root + path, {
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
    if (answer.status === 401) throw new ClientError(2000)
    if (answer.status >= 500) throw new ClientError(3000)
    const text = await answer.text()
    if (!answer.ok) throw toError(`${method} ${path}`, text)
    return text === '' ? undefined : (JSON.parse(text) as unknown)
  }
}

function encode(body: object | Content | undefined) {
  if (body === undefined) return { contentType: undefined, content: null }
  if (isContent(body)) {
    return { contentType: body.contentType, content: new Uint8Array(body.content) }
  }
  return { contentType: 'application/json', content: JSON.stringify(body) }
}

function isContent(body: object): body is Content {
  return 'content' in body && Buffer.isBuffer(body.content)
}

function toError(call: string, text: string): Error {
  const { code, errors } = refusalSchema.parse(JSON.parse(text))
  const exit = EXITS[code]
  if (exit !== undefined) return new ClientError(exit)
  const details = errors.map(({ property, message }) => `${property} ${message}`)
  return new Refusal(call, code, details)
}
