import type { Outcome, OutcomeReason, OutcomeCriteria } from '../outcome/outcome.js'
import type { SessionResult } from '../yoti/session-result.js'
import type { Preset, SessionScenario } from './preset.js'

/** In order: a state only moves forward. EXPIRED may still become COMPLETED. */
export const SESSION_STATES = ['ONGOING', 'CAPTURED', 'EXPIRED', 'COMPLETED', 'ERASED'] as const
export type SessionState = (typeof SESSION_STATES)[number]

/** Everything that is stored of a check: no breakdown, and no personal data. */
export interface CheckSummary {
  type: string
  state: string
  recommendation?: string
  reason?: string
}

/** Contains no identity data. Times are milliseconds since the epoch. */
export interface Session {
  sessionId: string
  /** Generated before Yoti creates the session, because the notification token is derived from it. */
  reference: string
  target: string
  /**
   * SHA-256 of the owner id in the browser's cookie, or a keyed hash of what `identifyOwner` returns. Absent until the
   * handover link is redeemed.
   */
  ownerHash?: string
  /** When the owner redeemed the handover link. If absent, `createdAt`. */
  ownerSince?: number
  /** The owner's last request, within minutes. 0 once signed out. */
  ownerSeenAt?: number
  /** The same of the phone that captures for the owner. Absent until its link is redeemed. */
  phoneHash?: string
  phoneSince?: number
  phoneSeenAt?: number
  /** SHA-256 of the API caller's name. Absent for sessions that a user started on the start page. */
  callerHash?: string
  /** The relying party's opaque id of the user. */
  userReference?: string
  /** Where the user returns to, with `sessionId` in the query. */
  returnUrl?: string | undefined
  /** The language tag of the order, or of the page that started it. */
  locale?: string | undefined
  presetName: string
  /** Never on live. */
  scenario?: string | undefined
  /** Stored with the session, because the preset may change. */
  outcomeCriteria: OutcomeCriteria
  state: SessionState
  outcome: Outcome
  reasons: readonly OutcomeReason[]
  policyVersion?: string
  checks: readonly CheckSummary[]
  /** Absent once the user has finished. */
  clientSessionToken?: string
  createdAt: number
  /** Expiry of the client session token. */
  tokenExpiresAt: number
  lastRefreshedAt: number
  /** When this server first saw that the user had finished. */
  capturedAt?: number
  /** When this server first saw COMPLETED or EXPIRED. */
  endedAt?: number
  /** From then on only the erasure itself is visible. */
  erasureRequestedAt?: number
  erasedAt?: number
  /** When Yoti has deleted the session at the latest. */
  yotiRetentionEndsAt?: number
  /** Of the business's staff. `outcome` is then theirs, and `reasons` are still those of the checks. */
  decision?: Decision
}

export interface DecisionRequest {
  decision: 'APPROVED' | 'REJECTED'
  /** The business's opaque id of the person. */
  decidedBy: string
  reason: string
  /** Also allows to decide what is not REVIEW. */
  overrules?: boolean
}

export interface Decision extends Omit<DecisionRequest, 'overrules'> {
  decidedAt: number
  outcomeBefore: Outcome
}

export interface SessionFilter {
  userReference?: string | undefined
  state?: SessionState | undefined
  outcome?: Outcome | undefined
  createdAfter?: number | undefined
  createdBefore?: number | undefined
  limit: number
  cursor?: string | undefined
}

export interface Refreshed {
  session: Session
  /** Yoti's response, when it was read for this request. */
  result?: SessionResult
}

export interface StartOptions {
  /** An open session that the user abandons. */
  replacedSessionId?: string | undefined
  /** The session that the user continues, whatever its state. */
  continuedSessionId?: string | undefined
  /** Null for none. When absent, an open session matches whatever its scenario. */
  scenario?: SessionScenario | null | undefined
  locale?: string | undefined
}

export interface CreateSessionInput {
  /** SHA-256 of the API caller's name. */
  callerHash: string
  userReference: string
  returnUrl?: string | undefined
  locale?: string | undefined
  /** When absent, the default preset. */
  preset?: Preset | undefined
  /** Instead of a preset. */
  scenario?: SessionScenario | undefined
  /** SHA-256 of the `Idempotency-Key` and of its request's body. */
  idempotency?: { keyHash: string; bodyHash: string } | undefined
}

export interface CreatedSession {
  session: Session
  /** For `GET /handover/:token`; works once. */
  handoverToken: string
  /** When an earlier attempt began, for which Yoti may have created a session that is not stored. */
  unfinishedAttemptAt?: number | undefined
}

export function isOpen(session: Session): boolean {
  const { state } = session
  return (state === 'ONGOING' || state === 'CAPTURED') && !isErasureRequested(session)
}

export function isErasureRequested({ state, erasureRequestedAt }: Session): boolean {
  return state === 'ERASED' || erasureRequestedAt !== undefined
}

export function isOnPhone({ phoneHash, phoneSeenAt }: Session): boolean {
  return phoneHash !== undefined && phoneSeenAt !== 0
}

/** Whether a refresh can no longer change the session: Yoti may only delete it. */
export function isFinal({ state }: Pick<Session, 'state'>): boolean {
  return state === 'COMPLETED' || state === 'ERASED'
}
