import type { SessionClock } from './session-clock.js'
import { getResourcesExpiry, type Session } from './session.js'

export interface SessionStore {
  add(session: Session): void
  /** Undefined once its resources have expired. */
  find(sessionId: string): Session | undefined
  /** Latest first. */
  listLatest(count: number): Session[]
  delete(sessionId: string): void
}

const SWEEP_INTERVAL_MS = 60_000
// Drops the oldest session above this, to limit memory during load tests.
const MAX_SESSIONS = 20_000

export function createSessionStore(now: SessionClock['now'], limit = MAX_SESSIONS): SessionStore {
  const sessions = new Map<string, Session>()
  let sweptAt = -Infinity

  function isExpired(session: Session): boolean {
    return now(session) >= getResourcesExpiry(session)
  }

  function sweep(): void {
    for (const session of sessions.values()) if (isExpired(session)) sessions.delete(session.id)
  }

  return {
    add(session) {
      if (now(session) - sweptAt >= SWEEP_INTERVAL_MS) {
        sweptAt = now(session)
        sweep()
      }
      sessions.set(session.id, session)
      if (sessions.size > limit) {
        for (const oldest of sessions.keys()) {
          sessions.delete(oldest)
          break
        }
      }
    },
    find(sessionId) {
      const session = sessions.get(sessionId)
      return session && !isExpired(session) ? session : undefined
    },
    listLatest: (count) =>
      [...sessions.values()]
        .slice(-count)
        .filter((session) => !isExpired(session))
        .reverse(),
    delete(sessionId) {
      sessions.delete(sessionId)
    },
  }
}
