export interface ReceivedRequest {
  method: string
  /** As received, with the API prefix and without the query. */
  path: string
  /** The route that answered, such as `/sessions/:sessionId`; undefined when there was none. */
  pattern: string | undefined
  /** As received, without the question mark. */
  query: string
  headers: Readonly<Record<string, string | string[] | undefined>>
  body: Buffer
  status: number
  /** The code of an error answer. */
  code: string | undefined
  /** Whether the request proved who calls. `none-needed` also stands for a client session token. */
  digest: 'verified' | 'missing' | 'refused' | 'none-needed'
  requestId: string
  at: number
}

export interface RequestRecord {
  add(request: ReceivedRequest): void
  list: () => readonly ReceivedRequest[]
}

/** Keeps the latest requests, so that a test can ask; a limit of 0 keeps none. */
export function createRequestRecord(limit: number): RequestRecord {
  const requests: ReceivedRequest[] = []
  return {
    add(request) {
      if (limit === 0) return
      requests.push(request)
      if (requests.length > limit) requests.shift()
    },
    list: () => requests,
  }
}
