import type { Outcome, OutcomeReason, Requested } from '../results/outcome.js'

/** In the order in which they may follow each other; EXPIRED may still become COMPLETED if Yoti says so. */
export const SESSION_STATES = ['ONGOING', 'CAPTURED', 'EXPIRED', 'COMPLETED', 'ERASED'] as const
export type SessionState = (typeof SESSION_STATES)[number]

/** All that we keep of a check: never a breakdown, a name, a document or a picture. */
export interface CheckSummary {
  type: string
  state: string
  recommendation?: string
  reason?: string
}

/** A session as our application sees it. Holds no identity data. */
export interface Session {
  sessionId: string
  target: string
  /** SHA-256 of the owner id in the browser's cookie. */
  ownerHash: string
  presetName: string
  /** What it will be judged by, whatever becomes of the preset. */
  requested: Requested
  state: SessionState
  outcome: Outcome
  reasons: readonly OutcomeReason[]
  policyVersion?: string
  checks: readonly CheckSummary[]
  /** Gone once the person has finished. */
  clientSessionToken?: string
  /** Milliseconds since the epoch, as all times of ours. */
  createdAt: number
  /** When we last asked Yoti about it. */
  readAt: number
}

export interface Sessions {
  /**
   * The owner's live session, or a new one. `insteadOf` names the live session that the person
   * gives up: without it a second click never creates (and bills) another.
   */
  start(ownerHash: string, insteadOf?: string): Promise<Session>
  /** @throws NotFoundError when it is unknown or another browser's: the two look the same */
  own(sessionId: string, ownerHash: string | undefined): Promise<Session>
  /** As `own`, and asks Yoti first when our last reading of an unfinished session is old. */
  look(sessionId: string, ownerHash: string | undefined): Promise<Session>
  findLatest(ownerHash: string): Promise<Session | undefined>
  /** Yoti has deleted it: nothing but the outcome is left. */
  noteErased(session: Session): Promise<void>
}

/** Nothing more is expected of it, except that EXPIRED may turn out COMPLETED. */
export function isLive(session: Session): boolean {
  return session.state === 'ONGOING' || session.state === 'CAPTURED'
}

export function mayFollow(next: SessionState, current: SessionState): boolean {
  return SESSION_STATES.indexOf(next) >= SESSION_STATES.indexOf(current)
}
