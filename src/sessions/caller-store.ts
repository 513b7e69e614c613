import type { Session } from './session.js'

export interface SessionFilter {
  userReference?: string | undefined
  state?: Session['state'] | undefined
  outcome?: Session['outcome'] | undefined
  createdAfter?: number | undefined
  createdBefore?: number | undefined
  limit: number
  cursor?: string | undefined
}

/** What only API callers use. */
export interface CallerStore {
  /** Newest first. Resolves to undefined when the cursor is not one of this caller. */
  list(
    callerHash: string,
    filter: SessionFilter,
  ): Promise<{ sessions: Session[]; nextCursor: string | undefined } | undefined>

  /** After the session was erased, only its id is left. */
  findIdempotencyKey(
    callerHash: string,
    keyHash: string,
    now: number,
  ): Promise<
    | { bodyHash: string | undefined; sessionId: string; handoverToken: string | undefined }
    | undefined
  >
  saveIdempotencyKey(
    callerHash: string,
    keyHash: string,
    record: { bodyHash: string; sessionId: string; handoverToken: string },
    now: number,
  ): Promise<void>
}
