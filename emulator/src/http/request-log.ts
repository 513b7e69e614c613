import type { DigestMistake } from './digest.js'
import { createRecentItems, type RecentItems } from '../recent-items.js'

export interface ReceivedRequest {
  method: string
  /** As received, with the API prefix and without the query. */
  path: string
  /** The pattern of the route, such as `/sessions/:sessionId`. Undefined without one. */
  pattern: string | undefined
  /** The session in the path, or the one created. */
  sessionId: string | undefined
  /** As received, without the question mark. */
  query: string
  headers: Readonly<Record<string, string | string[] | undefined>>
  body: Buffer
  status: number
  /** The code of an error response. */
  code: string | undefined
  /** `none-needed` includes requests with a client session token. */
  digest: 'verified' | 'missing' | 'refused' | 'none-needed'
  digestMistake: DigestMistake | undefined
  /** The injected fault. */
  fault: string | undefined
  requestId: string
  at: number
}

export type RequestLog = RecentItems<ReceivedRequest>

const EMPTY_BODY = Buffer.alloc(0)

/**
 * Keeps the latest requests. A limit of 0 keeps none.
 * Query, headers and body contain secrets and personal data, and are stored for tests only.
 */
export function createRequestLog(limit: number, storeContent: boolean): RequestLog {
  const requests = createRecentItems<ReceivedRequest>(limit)
  return {
    ...requests,
    add(request) {
      requests.add(
        storeContent ? request : { ...request, query: '', headers: {}, body: EMPTY_BODY },
      )
    },
  }
}
