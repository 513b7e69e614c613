import { resourcesExpireAt, type Session } from './session.js'

export interface SessionStore {
  add(session: Session): void
  /** Undefined also for one whose resources have outlived their time. */
  find(sessionId: string): Session | undefined
  delete(sessionId: string): void
}

const SWEEP_EVERY = 60_000
// Above this the oldest goes, so that a load test ends before the memory does.
const MOST_SESSIONS = 20_000

export function createSessionStore(now: () => number, limit = MOST_SESSIONS): SessionStore {
  const sessions = new Map<string, Session>()
  let sweptAt = now()

  function sweep(): void {
    sweptAt = now()
    for (const session of sessions.values()) {
      if (sweptAt >= resourcesExpireAt(session)) sessions.delete(session.id)
    }
  }

  return {
    add(session) {
      if (now() - sweptAt >= SWEEP_EVERY) sweep()
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
      return session && now() < resourcesExpireAt(session) ? session : undefined
    },
    delete(sessionId) {
      sessions.delete(sessionId)
    },
  }
}
