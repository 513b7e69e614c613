/** What a route answers. `contentType` and `content` are absent when there is no body. */
export interface RouteResponse {
  status: number
  contentType?: string
  content?: Buffer | string
  headers?: Readonly<Record<string, string>>
  /** The session it is about, where the path does not say. */
  sessionId?: string
}

// Exactly this: Yoti's Python and Ruby clients read an error body under no other content type.
const JSON_CONTENT_TYPE = 'application/json'

export function createJsonResponse(status: number, value: unknown): RouteResponse {
  return { status, contentType: JSON_CONTENT_TYPE, content: JSON.stringify(value) }
}

export function createContentResponse(
  contentType: string,
  content: Buffer | string,
): RouteResponse {
  return { status: 200, contentType, content }
}

export function createEmptyResponse(status: 200 | 204 = 204): RouteResponse {
  return { status }
}
