import type { Preset } from './preset.js'
import type { Outcome, OutcomeReason, OutcomeCriteria } from '../outcome/outcome.js'

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
  /** Ours, made before Yoti knew of the session: what its notification token is derived from. */
  reference: string
  target: string
  /** SHA-256 of the owner id in the browser's cookie; absent until a browser was handed over. */
  ownerHash?: string
  /** SHA-256 of the API caller's name; absent when a person started by herself. */
  callerHash?: string
  /** The relying business's own id for the person. */
  userReference?: string
  /** Where the person goes back to, with `sessionId` added. */
  returnUrl?: string
  presetName: string
  /** The scenario that was chosen for it, by name; never on live. */
  scenario?: string
  /** What it will be judged by, whatever becomes of the preset. */
  outcomeCriteria: OutcomeCriteria
  state: SessionState
  outcome: Outcome
  reasons: readonly OutcomeReason[]
  policyVersion?: string
  checks: readonly CheckSummary[]
  /** Gone once the person has finished. */
  clientSessionToken?: string
  /** Milliseconds since the epoch, as all times of ours. */
  createdAt: number
  /** When the client session token ends. */
  tokenExpiresAt: number
  /** When we last asked Yoti about it. */
  lastRefreshedAt: number
  /** When we first saw that the person had finished. */
  capturedAt?: number
  /** When we first saw it COMPLETED or EXPIRED. */
  endedAt?: number
  /** From here on nobody sees anything of it but that it is being erased. */
  erasureRequestedAt?: number
  erasedAt?: number
  /** From here on Yoti has deleted it by itself, whatever the configuration says today. */
  yotiRetentionEndsAt?: number
}

/** Why the person may want another session than the one that is live. */
export interface StartOptions {
  /** The live session that the person gives up. */
  replacedSessionId?: string
  /** A scenario by name, or null for none. Whatever it is, when absent. */
  scenario?: string | null
}

/** What the end user's browser may ask of sessions. */
export interface OwnerSessions {
  /**
   * The owner's live session, or a new one. Without a wish a second click never creates (and bills)
   * another.
   *
   * @throws LimitError
   */
  start(ownerHash: string, options?: StartOptions): Promise<Session>
  /** @throws NotFoundError when it is unknown or another browser's: the two look the same */
  getForOwner(sessionId: string, ownerHash: string | undefined): Promise<Session>
  /** As `own`, and asks Yoti first when our last reading of an unfinished session is old. */
  refreshForOwner(sessionId: string, ownerHash: string | undefined): Promise<Session>
  findLatestForOwner(ownerHash: string): Promise<Session | undefined>
  /**
   * Makes a browser the owner by the link that the API gave out. The link is spent.
   *
   * @throws NotFoundError when the link is unknown, spent, replaced or too old
   */
  redeemHandover(handoverToken: string, ownerHash: string): Promise<Session>
  /** Erases at Yoti, now if Yoti lets us and else by durable work. Resolves to how it stands. */
  erase(session: Session): Promise<Session>
  /** Yoti has deleted it: nothing but the outcome is left. */
  markErased(session: Session): Promise<void>
}

/** What a relying business asks for, read and checked. */
export interface CreateSessionInput {
  /** SHA-256 of the API caller's name. */
  callerHash: string
  userReference: string
  returnUrl?: string
  /** A configured preset by name, or one of its own; the default one when absent. */
  preset?: string | Preset
  /** A scenario by name, instead of a preset. */
  scenario?: string
  /** SHA-256 of the `Idempotency-Key` and of the body it came with. */
  idempotency?: { keyHash: string; bodyHash: string }
}

export interface CreatedSession {
  session: Session
  /** For `GET /handover/:token`, once. */
  handoverToken: string
}

/** What the relying business's API may ask of sessions. */
export interface CallerSessions {
  /**
   * The person's live session with a fresh link, or a new one, also when another scenario is asked
   * for than the live one has. The same idempotency key and body get the same answer for 24 hours.
   *
   * @throws LimitError, IdempotencyMismatchError
   */
  createForCaller(input: CreateSessionInput): Promise<CreatedSession>
  /** @throws NotFoundError when it is unknown or another caller's: the two look the same */
  getForCaller(sessionId: string, callerHash: string): Promise<Session>
  /** As `ownByCaller`, and asks Yoti first when our last reading of an unfinished session is old. */
  refreshForCaller(sessionId: string, callerHash: string): Promise<Session>
  /** As in `Sessions`. */
  erase(session: Session): Promise<Session>
}

/** Nothing more is expected of it, except that EXPIRED may turn out COMPLETED. */
export function isLive(session: Session): boolean {
  const { state } = session
  return (state === 'ONGOING' || state === 'CAPTURED') && !isErasureRequested(session)
}

/** Erased, or on the way: nothing of it is shown any more. */
export function isErasureRequested({ state, erasureRequestedAt }: Session): boolean {
  return state === 'ERASED' || erasureRequestedAt !== undefined
}

/** The place of a state in the order in which they may follow each other. */
export function rankState(state: SessionState): number {
  return SESSION_STATES.indexOf(state)
}

/** Whether Yoti has nothing more to say of it. */
export function isFinished({ state }: Pick<Session, 'state'>): boolean {
  return state === 'COMPLETED' || state === 'ERASED'
}
