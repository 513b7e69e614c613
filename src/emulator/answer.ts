/** What a route answers. `contentType` and `content` are absent when there is no body. */
export interface Answer {
  status: number
  contentType?: string
  content?: Buffer | string
  headers?: Readonly<Record<string, string>>
  /** The session it is about, where the path does not say. */
  sessionId?: string
}

// Exactly this: Yoti's Python and Ruby clients read an error body under no other content type.
const JSON_TYPE = 'application/json'

export function answerJson(status: number, value: unknown): Answer {
  return { status, contentType: JSON_TYPE, content: JSON.stringify(value) }
}

export function answerContent(contentType: string, content: Buffer | string): Answer {
  return { status: 200, contentType, content }
}

export function answerEmpty(status: 200 | 204 = 204): Answer {
  return { status }
}
