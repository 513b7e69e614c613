import type { Session } from './session.js'

/** The result of a refresh. The client session token is removed unless the change has one. */
export type SessionChange = Pick<Session, 'state'> &
  Partial<Pick<Session, 'outcome' | 'reasons' | 'policyVersion' | 'checks' | 'clientSessionToken'>>

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

export interface TransitionResult {
  session: Session
  before: Session
  /** False when a newer change had overtaken this one. */
  changed: boolean
}

/** Each method is one transaction, together with the jobs that it enqueues. */
export interface SessionStore {
  insert(session: Session, handover?: Handover): Promise<void>
  find(sessionId: string): Promise<Session | undefined>
  findLatest(filter: SubjectFilter): Promise<Session | undefined>
  /** Counts sessions without a scenario, including erased ones. */
  countSince(filter: SubjectFilter, since: number): Promise<{ count: number; firstAt: number }>

  /** Enough to verify a notification, without decrypting anything. */
  findReference(sessionId: string): Promise<Pick<Session, 'reference' | 'state'> | undefined>

  /** Resolves to undefined when the session is finished, is being refreshed or was refreshed recently. */
  claimRefresh(
    sessionId: string,
    now: number,
    lastRefreshedBefore: number,
  ): Promise<Session | undefined>
  releaseRefresh(sessionId: string): Promise<void>
  /** Ignores a change that would move the state backwards. */
  transition(
    sessionId: string,
    change: SessionChange,
    now: number,
  ): Promise<TransitionResult | undefined>

  replaceHandover(sessionId: string, handover: Handover, returnUrl?: string): Promise<void>
  redeemHandover(tokenHash: string, ownerHash: string, now: number): Promise<Session | undefined>
  requestErasure(sessionId: string, now: number): Promise<Session | undefined>

  /** Resolves to false while the lock is held. */
  acquireLock(name: string, now: number, expiresAt: number): Promise<boolean>
  /** Resolves to false when the lock was lost. */
  extendLock(name: string, expiresAt: number, newExpiresAt: number): Promise<boolean>
  /** Also removes expired locks of crashed processes. */
  releaseLock(name: string, expiresAt: number, now: number): Promise<void>

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
