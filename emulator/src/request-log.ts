import type { DigestMistake } from './digest-mistake.js'
import { createRecentItems, type RecentItems } from './recent-items.js'

export interface ReceivedRequest {
  method: string
  /** As received, with the API prefix and without the query. */
  path: string
  /** The route that answered, such as `/sessions/:sessionId`; undefined when there was none. */
  pattern: string | undefined
  /** The session it was about or made. */
  sessionId: string | undefined
  /** As received, without the question mark. */
  query: string
  headers: Readonly<Record<string, string | string[] | undefined>>
  body: Buffer
  status: number
  /** The code of an error answer. */
  code: string | undefined
  /** Whether the request proved who calls. `none-needed` also stands for a client session token. */
  digest: 'verified' | 'missing' | 'refused' | 'none-needed'
  digestMistake: DigestMistake | undefined
  /** What was done to the answer on purpose. */
  fault: string | undefined
  requestId: string
  at: number
}

export type RequestLog = RecentItems<ReceivedRequest>

const EMPTY_BODY = Buffer.alloc(0)

/**
 * Keeps the latest requests, so that a test or a person can ask; a limit of 0 keeps none.
 * Query, headers and body hold secrets and personal data, and are kept for tests only.
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
