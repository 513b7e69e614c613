import type { Outcome, OutcomeReason, OutcomeCriteria } from '../outcome/outcome.js'
import type { SessionResult } from '../yoti/session-result.js'

/** In order: a state only moves forward. EXPIRED may still become COMPLETED. */
export const SESSION_STATES = ['ONGOING', 'CAPTURED', 'EXPIRED', 'COMPLETED', 'ERASED'] as const
export type SessionState = (typeof SESSION_STATES)[number]

/** Each becomes a webhook, in this order. Earlier releases have stored the ranks. */
export const EVENT_RANKS = {
  'session.expired': 2,
  'session.completed': 3,
  'session.decided': 4,
  'session.erased': 5,
} as const
export type EventType = keyof typeof EVENT_RANKS

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

export interface Decision {
  decision: 'APPROVED' | 'REJECTED'
  /** The business's opaque id of the person. */
  decidedBy: string
  reason: string
  decidedAt: number
  outcomeBefore: Outcome
}

export interface Refreshed {
  session: Session
  /** Yoti's response, when it was read for this request. */
  result?: SessionResult
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

/** Yoti deletes a session automatically within a day after its resources expire. */
export const RETENTION_GRACE_MS = 24 * 60 * 60 * 1000

/** @param resourcesTtl seconds, for older sessions, which have no stored value */
export function computeYotiRetentionEndsAt(
  { tokenExpiresAt, yotiRetentionEndsAt }: Pick<Session, 'tokenExpiresAt' | 'yotiRetentionEndsAt'>,
  resourcesTtl: number,
): number {
  return yotiRetentionEndsAt ?? tokenExpiresAt + resourcesTtl * 1000 + RETENTION_GRACE_MS
}

/** As the API and the webhooks show it. */
export function toPublicDecision(decision: Decision) {
  return { ...decision, decidedAt: new Date(decision.decidedAt).toISOString() }
}
