import { z } from 'zod'

const orderedSchema = z.object({ sessionId: z.string(), url: z.string() })
const sessionSchema = z.object({
  state: z.string(),
  outcome: z.string(),
  reasons: z.array(
    z.object({
      code: z.string(),
      checkType: z.string().exactOptional(),
      reason: z.string().exactOptional(),
    }),
  ),
})
const problemSchema = z.object({
  code: z.string(),
  detail: z.string().default(''),
  yotiCode: z.string().exactOptional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).default([]),
})

export type OrderedSession = z.infer<typeof orderedSchema>
export type SessionSeen = z.infer<typeof sessionSchema>

/** What the signup backend of the relying business does with our JSON API. */
export interface RelyingBusiness {
  order(order: object, signal: AbortSignal): Promise<OrderedSession>
  supplyFace(sessionId: string, picture: Picture, signal: AbortSignal): Promise<void>
  look(sessionId: string, signal: AbortSignal): Promise<SessionSeen>
}

export interface Picture {
  contentType: string
  content: Uint8Array
}

export function createRelyingBusiness(baseUrl: string, apiKey: string): RelyingBusiness {
  async function call(
    method: string,
    path: string,
    signal: AbortSignal,
    body?: { contentType: string; content: string | Uint8Array },
  ): Promise<unknown> {
    const answer = await fetch(baseUrl + path, {
      method,
      signal,
      headers: {
        Authorization: `Bearer ${apiKey}`,
        ...(body === undefined ? {} : { 'Content-Type': body.contentType }),
      },
      body: body === undefined ? null : new Uint8Array(Buffer.from(body.content)),
    })
    const text = await answer.text()
    const value: unknown = text === '' ? undefined : JSON.parse(text)
    if (!answer.ok) throw new Error(`${method} ${path} was answered ${explain(answer, value)}`)
    return value
  }

  return {
    async order(order, signal) {
      const content = JSON.stringify(order)
      const json = { contentType: 'application/json', content }
      return orderedSchema.parse(await call('POST', '/api/sessions', signal, json))
    },
    async supplyFace(sessionId, picture, signal) {
      await call('PUT', `/api/sessions/${sessionId}/face-capture`, signal, picture)
    },
    look: async (sessionId, signal) =>
      sessionSchema.parse(await call('GET', `/api/sessions/${sessionId}`, signal)),
  }
}

function explain({ status }: Response, value: unknown): string {
  const problem = problemSchema.safeParse(value)
  if (!problem.success) return String(status)
  const { code, yotiCode, errors } = problem.data
  const detail = isAboutYoti(code) ? describeYoti(yotiCode) : problem.data.detail
  const mistakes = errors.map(({ path, message }) => `${path}: ${message}`)
  return [`${status} ${code}`, detail, ...mistakes].filter(Boolean).join('; ')
}

function isAboutYoti(code: string): boolean {
  return code === 'YOTI_REFUSED' || code === 'YOTI_UNAVAILABLE'
}

/** Whoever reads it here runs the server: what its callers are told is of no use to her. */
function describeYoti(yotiCode: string | undefined): string {
  const said = yotiCode === undefined ? '' : `Yoti said ${yotiCode}. `
  return `${said}See what is to be mended with npm run doctor; LOG_LEVEL=debug shows what the server did`
}
