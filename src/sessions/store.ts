import type { Session } from './session.js'

/** What a reading at Yoti may change. The client session token goes unless the change has one. */
export type SessionChange = Pick<Session, 'state'> &
  Partial<Pick<Session, 'outcome' | 'reasons' | 'policyVersion' | 'checks' | 'clientSessionToken'>>

/** A link that hands a browser over, kept hashed. */
export interface Handover {
  tokenHash: string
  expiresAt: number
}

/** Whose sessions are counted and looked for. */
export type SubjectFilter =
  { ownerHash: string } | { callerHash: string; userReference: string } | { callerHash: string }

/** What an idempotency key was answered with; of an erased session nothing but that there was one. */
export interface IdempotencyRecord {
  bodyHash: string | undefined
  sessionId: string
  handoverToken: string | undefined
}

/** What became of a session, and what it was before. */
export interface TransitionResult {
  session: Session
  before: Session
  /** False when the change came too late to mean anything. */
  changed: boolean
}

/**
 * What outlives the process. Each method is one transaction, together with the durable work that
 * follows from it.
 */
export interface SessionStore {
  /** Keeps a new session, and the work of asking about it. */
  insert(session: Session, handover?: Handover): Promise<void>
  find(sessionId: string): Promise<Session | undefined>
  /** The party's newest session. */
  findLatest(filter: SubjectFilter): Promise<Session | undefined>
  /** How many sessions without a scenario the party has created since then, erased ones too, and when the first of them. */
  countSince(filter: SubjectFilter, since: number): Promise<{ count: number; firstAt: number }>

  /** What is needed to believe what is said of a session: no secret is read for it. */
  findReference(sessionId: string): Promise<Pick<Session, 'reference' | 'state'> | undefined>

  /** The session, when this caller may ask Yoti now: it is not finished, nobody else is asking, nor has since `notSince`. */
  claimRefresh(
    sessionId: string,
    now: number,
    lastRefreshedBefore: number,
  ): Promise<Session | undefined>
  releaseRefresh(sessionId: string): Promise<void>
  /** Applies the change unless it would go backwards, and adds the work that follows. */
  transition(
    sessionId: string,
    change: SessionChange,
    now: number,
  ): Promise<TransitionResult | undefined>

  /** Replaces the session's link by a fresh one. */
  replaceHandover(sessionId: string, handover: Handover, returnUrl?: string): Promise<void>
  /** Spends the link. Resolves to its session, now this owner's. */
  redeemHandover(tokenHash: string, ownerHash: string, now: number): Promise<Session | undefined>
  /** From now on it is being erased. */
  requestErasure(sessionId: string, now: number): Promise<Session | undefined>

  /** Holds a name against all processes until `until`; false while another holds it. */
  acquireLock(name: string, now: number, expiresAt: number): Promise<boolean>
  /** Holds on until `later` what was acquired until `until`; false when it was lost meanwhile. */
  extendLock(name: string, expiresAt: number, newExpiresAt: number): Promise<boolean>
  /** Ends the hold that was acquired until then, and sweeps those that a dead process left. */
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
