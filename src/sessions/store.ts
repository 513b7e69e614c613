import type { NewJob } from '../jobs/job.js'
import type { Session } from './session.js'

export interface Handover {
  tokenHash: string
  expiresAt: number
}

export type SubjectFilter =
  { ownerHash: string } | { callerHash: string; userReference: string } | { callerHash: string }

/** After the session was erased, only its id is left. */
export interface IdempotencyRecord {
  bodyHash: string | undefined
  sessionId: string
  handoverToken: string | undefined
}

/** Each method is one transaction. */
export interface SessionStore {
  insert(session: Session, jobs: readonly NewJob[], handover?: Handover): Promise<void>
  find(sessionId: string): Promise<Session | undefined>
  findLatest(filter: SubjectFilter): Promise<Session | undefined>
  /** Counts sessions without a scenario, including erased ones. */
  countSince(filter: SubjectFilter, since: number): Promise<{ count: number; firstAt: number }>

  /** Enough to verify a notification, without decrypting anything. */
  findReference(sessionId: string): Promise<Pick<Session, 'reference' | 'state'> | undefined>

  /** Resolves to false and stores nothing when the state or the erasure request has changed since `before` was read. */
  update(before: Session, after: Session, jobs: readonly NewJob[], now: number): Promise<boolean>
  /**
   * Enqueues the erasure of sessions that ended before `ERASE_AFTER` was set, or while it was
   * longer. Idempotent, so that every process can run it at startup.
   */
  scheduleErasure(eraseAfterMs: number, now: number): Promise<void>

  replaceHandover(sessionId: string, handover: Handover, returnUrl?: string): Promise<void>
  redeemHandover(tokenHash: string, ownerHash: string, now: number): Promise<Session | undefined>

  findIdempotencyKey(
    callerHash: string,
    keyHash: string,
    now: number,
  ): Promise<IdempotencyRecord | undefined>
  saveIdempotencyKey(
    callerHash: string,
    keyHash: string,
    record: { bodyHash: string; sessionId: string; handoverToken: string },
    now: number,
  ): Promise<void>
}
