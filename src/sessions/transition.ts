import { isDeepStrictEqual } from 'node:util'
import { rankState, type Session } from './session.js'
import type { SessionChange } from './store.js'

/** States only move forward, and the outcome of a completed session is final. */
export function canTransition(current: Session, change: SessionChange): boolean {
  if (current.state === 'COMPLETED' || current.state === 'ERASED') {
    return rankState(change.state) > rankState(current.state)
  }
  return rankState(change.state) >= rankState(current.state)
}

export function applyChange(current: Session, change: SessionChange, now: number): Session {
  const { state } = change
  const next: Session = { ...current, ...change }
  if (change.clientSessionToken === undefined) delete next.clientSessionToken
  if (state === 'CAPTURED' || state === 'COMPLETED') next.capturedAt ??= now
  if (state !== current.state && (state === 'EXPIRED' || state === 'COMPLETED')) next.endedAt = now
  return state === 'ERASED' ? redactSession(next, now) : next
}

export function hasChanges(current: Session, change: SessionChange): boolean {
  return !isDeepStrictEqual(applyChange(current, change, 0), current)
}

/** Keeps no data of the user: only that there was a session, and its outcome. */
function redactSession(session: Session, now: number): Session {
  const { userReference: _userReference, returnUrl: _returnUrl, ...rest } = session
  return {
    ...rest,
    checks: [],
    erasureRequestedAt: session.erasureRequestedAt ?? now,
    erasedAt: now,
  }
}
