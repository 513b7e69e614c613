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

export interface ImageFile {
  contentType: string
  content: Uint8Array
}

export type ApiClient = ReturnType<typeof createApiClient>

/** The calls of a signup backend to the JSON API. */
export function createApiClient(baseUrl: string, apiKey: string) {
  async function request(
    method: string,
    path: string,
    signal: AbortSignal,
    body?: ImageFile,
  ): Promise<unknown> {
    const response = await fetch(baseUrl + path, {
      method,
      signal,
      headers: {
        Authorization: `Bearer ${apiKey}`,
        ...(body && { 'Content-Type': body.contentType }),
      },
      body: body === undefined ? null : new Uint8Array(body.content),
    })
    const text = await response.text()
    const value: unknown = text === '' ? undefined : JSON.parse(text)
    if (response.ok) return value
    throw new Error(`${method} ${path} returned ${describeFailure(response.status, value)}`)
  }

  return {
    async createSession(input: object, signal: AbortSignal) {
      const content = Buffer.from(JSON.stringify(input))
      const body = { contentType: 'application/json', content }
      return createdSessionSchema.parse(await request('POST', '/api/sessions', signal, body))
    },
    async uploadReferenceFace(sessionId: string, image: ImageFile, signal: AbortSignal) {
      await request('PUT', `/api/sessions/${sessionId}/face-capture`, signal, image)
    },
    getSession: async (sessionId: string, signal: AbortSignal) =>
      sessionSchema.parse(await request('GET', `/api/sessions/${sessionId}`, signal)),
  }
}

function describeFailure(status: number, value: unknown): string {
  const problem = problemSchema.safeParse(value)
  if (!problem.success) return String(status)
  const { code, detail, yotiCode, errors } = problem.data
  // The user of this tool runs the server, so the API's advice to callers does not apply.
  const advice = ['YOTI_REFUSED', 'YOTI_UNAVAILABLE'].includes(code)
    ? `${yotiCode === undefined ? '' : `Yoti responded with ${yotiCode}. `}Run npm run doctor to find the cause; LOG_LEVEL=debug logs what the server did`
    : detail
  const fieldErrors = errors.map(({ path, message }) => `${path}: ${message}`)
  return [`${status} ${code}`, advice, ...fieldErrors].filter(Boolean).join('; ')
}
