import { isDeepStrictEqual } from 'node:util'
import { rankState, type Session } from './session.js'
import type { SessionChange } from './store.js'

/** States only go forward, and an outcome that was reached is final. */
export function canTransition(current: Session, change: SessionChange): boolean {
  if (current.state === 'COMPLETED' || current.state === 'ERASED') {
    return rankState(change.state) > rankState(current.state)
  }
  return rankState(change.state) >= rankState(current.state)
}

export function applyChange(current: Session, change: SessionChange, now: number): Session {
  const { state } = change
  const next: Session = { ...current, ...change }
  // A reading that no longer has the token takes it away.
  if (change.clientSessionToken === undefined) delete next.clientSessionToken
  if (state === 'CAPTURED' || state === 'COMPLETED') next.capturedAt ??= now
  if (state !== current.state && (state === 'EXPIRED' || state === 'COMPLETED')) next.endedAt = now
  return state === 'ERASED' ? redactSession(next, now) : next
}

/** Whether the change says anything that was not known. */
export function hasChanges(current: Session, change: SessionChange): boolean {
  return !isDeepStrictEqual(applyChange(current, change, 0), current)
}

/** What may outlive the person's data: that there was a session, and what came of it. */
function redactSession(session: Session, now: number): Session {
  const { userReference: _userReference, returnUrl: _returnUrl, ...rest } = session
  return {
    ...rest,
    checks: [],
    erasureRequestedAt: session.erasureRequestedAt ?? now,
    erasedAt: now,
  }
}
