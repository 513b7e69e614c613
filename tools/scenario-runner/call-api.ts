export interface RequestBody {
  contentType: string
  content: Uint8Array
}

export type CallApi = ReturnType<typeof createCallApi>

/** The body of an error response. */
interface Problem {
  code?: string
  detail?: string
  yotiCode?: string
  errors?: { path: string; message: string }[]
}

export const toJsonBody = (value: object) => ({
  contentType: 'application/json',
  content: Buffer.from(JSON.stringify(value)),
})

/** Calls the JSON API of the server that this process runs, as a signup backend does. */
export function createCallApi(baseUrl: string, apiKey: string) {
  return async <T>(
    method: string,
    path: string,
    signal: AbortSignal,
    body?: RequestBody,
  ): Promise<T> => {
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
    const value: unknown = text === '' ? {} : JSON.parse(text)
    if (response.ok) return value as T
    throw new Error(
      `${method} ${path} returned ${describeFailure(response.status, value as Problem)}`,
    )
  }
}

function describeFailure(status: number, { code, detail, yotiCode, errors = [] }: Problem): string {
  if (code === undefined) return String(status)
  // The user of this tool runs the server, so the API's advice to callers does not apply.
  const advice = ['YOTI_REFUSED', 'YOTI_UNAVAILABLE'].includes(code)
    ? `${yotiCode === undefined ? '' : `Yoti responded with ${yotiCode}. `}Run npm run doctor to find the cause; LOG_LEVEL=debug logs what the server did`
    : detail
  const fieldErrors = errors.map(({ path, message }) => `${path}: ${message}`)
  return [`${status} ${code}`, advice, ...fieldErrors].filter(Boolean).join('; ')
}
