/** `contentType` and `content` are undefined without a body. */
export interface RouteResponse {
  status: number
  contentType?: string
  content?: Buffer | string
  headers?: Readonly<Record<string, string>>
  /** Set when the path does not contain the session id. */
  sessionId?: string
}

// Yoti's Python and Ruby SDKs read error bodies only with exactly this content type.
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
