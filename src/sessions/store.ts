import type { NewJob } from '../jobs/queue.js'
import type { CallerStore } from './caller-store.js'
import type { Handover, LinkStore } from './link-store.js'
import type { Session } from './session.js'

export interface CallerUser {
  /** SHA-256 of the API caller's name. */
  callerHash: string
  userReference: string
}

/** A browser, or a caller's user. */
export type Subject = { ownerHash: string } | CallerUser

/** Each method is one transaction. The methods of links and of API callers are apart. */
export interface SessionStore extends LinkStore, CallerStore {
  /** Also finishes the attempt with the session's reference. */
  insert(session: Session, jobs: readonly NewJob[], handover?: Handover): Promise<void>
  find(sessionId: string): Promise<Session | undefined>
  findLatest(subject: Subject): Promise<Session | undefined>
  /**
   * Before Yoti is called, because Yoti bills a session that this server then fails to store, unless
   * it has a scenario.
   */
  insertAttempt(
    attempt: Subject & { reference: string; billed: boolean; createdAt: number },
  ): Promise<void>
  /** After Yoti has created no session. */
  deleteAttempt(reference: string): Promise<void>
  /**
   * The number and the first time of those that Yoti bills, including those whose session was
   * erased, and the time of the latest attempt, if no session was stored for it.
   */
  countAttempts(
    subject: Subject,
    since: number,
  ): Promise<{ count: number; firstAt: number; unfinishedAt: number | undefined }>
  /**
   * Counts an attempt of a caller, or of the start page, in the UTC day of `now`. `deleteAttempt`
   * takes it back. Resolves to false when the limit is reached.
   */
  incrementDailyCount(callerHash: string | undefined, now: number, limit: number): Promise<boolean>

  /** Enough to verify a notification, without decrypting anything. */
  findReference(sessionId: string): Promise<Pick<Session, 'reference' | 'state'> | undefined>

  /** Resolves to false and stores nothing when the state, the erasure request or the decision has changed since `before` was read. */
  update(before: Session, after: Session, jobs: readonly NewJob[], now: number): Promise<boolean>
  /**
   * Enqueues the erasure of the sessions that ended or were decided first and are due, at most one
   * batch of each. Those whose erasure has started are not found again. A REVIEW waits for its
   * decision, at most until Yoti deletes its data. Resolves to the number of jobs.
   */
  scheduleErasure(eraseAfterMs: number, now: number): Promise<number>

  /** Also as a phone. Only in sessions whose owner has been seen since `idleSince`, or by a previous release. */
  markOwnerSeen(ownerHash: string, seenAt: number, idleSince: number): Promise<void>
}
