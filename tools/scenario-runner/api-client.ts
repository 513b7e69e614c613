import { z } from 'zod'

const createdSessionSchema = z.object({ sessionId: z.string(), url: z.string() })
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

export type CreatedSession = z.infer<typeof createdSessionSchema>
export type SessionSummary = z.infer<typeof sessionSchema>

/** The calls of a signup backend to the JSON API. */
export interface ApiClient {
  createSession(input: object, signal: AbortSignal): Promise<CreatedSession>
  uploadReferenceFace(sessionId: string, image: ImageFile, signal: AbortSignal): Promise<void>
  getSession(sessionId: string, signal: AbortSignal): Promise<SessionSummary>
}

export interface ImageFile {
  contentType: string
  content: Uint8Array
}

export function createApiClient(baseUrl: string, apiKey: string): ApiClient {
  async function request(
    method: string,
    path: string,
    signal: AbortSignal,
    body?: { contentType: string; content: string | Uint8Array },
  ): Promise<unknown> {
    const response = await fetch(baseUrl + path, {
      method,
      signal,
      headers: {
        Authorization: `Bearer ${apiKey}`,
        ...(body === undefined ? {} : { 'Content-Type': body.contentType }),
      },
      body: body === undefined ? null : new Uint8Array(Buffer.from(body.content)),
    })
    const text = await response.text()
    const value: unknown = text === '' ? undefined : JSON.parse(text)
    if (!response.ok)
      throw new Error(`${method} ${path} returned ${describeFailure(response, value)}`)
    return value
  }

  return {
    async createSession(input, signal) {
      const content = JSON.stringify(input)
      const json = { contentType: 'application/json', content }
      return createdSessionSchema.parse(await request('POST', '/api/sessions', signal, json))
    },
    async uploadReferenceFace(sessionId, image, signal) {
      await request('PUT', `/api/sessions/${sessionId}/face-capture`, signal, image)
    },
    getSession: async (sessionId, signal) =>
      sessionSchema.parse(await request('GET', `/api/sessions/${sessionId}`, signal)),
  }
}

function describeFailure({ status }: Response, value: unknown): string {
  const problem = problemSchema.safeParse(value)
  if (!problem.success) return String(status)
  const { code, yotiCode, errors } = problem.data
  const detail = isYotiFailure(code) ? describeYotiFailure(yotiCode) : problem.data.detail
  const fieldErrors = errors.map(({ path, message }) => `${path}: ${message}`)
  return [`${status} ${code}`, detail, ...fieldErrors].filter(Boolean).join('; ')
}

function isYotiFailure(code: string): boolean {
  return code === 'YOTI_REFUSED' || code === 'YOTI_UNAVAILABLE'
}

/** The user of this tool runs the server, so the API's advice to callers does not apply. */
function describeYotiFailure(yotiCode: string | undefined): string {
  const yotiResponse = yotiCode === undefined ? '' : `Yoti responded with ${yotiCode}. `
  return `${yotiResponse}Run npm run doctor to find the cause; LOG_LEVEL=debug logs what the server did`
}
