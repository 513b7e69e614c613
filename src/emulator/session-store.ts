import type { SessionClock } from './session-clock.js'
import { resourcesExpireAt, type Session } from './session.js'

export interface SessionStore {
  add(session: Session): void
  /** Undefined also for one whose resources have outlived their time. */
  find(sessionId: string): Session | undefined
  /** The latest first, no more than that many. */
  latest(count: number): Session[]
  delete(sessionId: string): void
}

const SWEEP_EVERY = 60_000
// Above this the oldest goes, so that a load test ends before the memory does.
const MOST_SESSIONS = 20_000

export function createSessionStore(now: SessionClock['now'], limit = MOST_SESSIONS): SessionStore {
  const sessions = new Map<string, Session>()
  let sweptAt = -Infinity

  function isOver(session: Session): boolean {
    return now(session) >= resourcesExpireAt(session)
  }

  function sweep(): void {
    for (const session of sessions.values()) if (isOver(session)) sessions.delete(session.id)
  }

  return {
    add(session) {
      if (now(session) - sweptAt >= SWEEP_EVERY) {
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
      return session && !isOver(session) ? session : undefined
    },
    latest: (count) =>
      [...sessions.values()]
        .slice(-count)
        .filter((session) => !isOver(session))
        .reverse(),
    delete(sessionId) {
      sessions.delete(sessionId)
    },
  }
}
