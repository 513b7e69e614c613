import type { Session } from './session.js'

export type SessionStore = ReturnType<typeof createSessionStore>

const SWEEP_INTERVAL_MS = 60_000
// Drops the oldest session above this, to limit memory during load tests.
const MAX_SESSIONS = 20_000

export function createSessionStore() {
  const sessions = new Map<string, Session>()
  let sweptAt = -Infinity

  const isExpired = ({ clock, spec, firstMediaAt, createdAt }: Session) =>
    clock.now() >= (firstMediaAt ?? createdAt) + spec.resources_ttl * 1000

  function drop(session: Session): void {
    session.isDeleted = true
    session.over.abort()
    sessions.delete(session.id)
  }

  return {
    add(session: Session): void {
      if (session.createdAt - sweptAt >= SWEEP_INTERVAL_MS) {
        sweptAt = session.createdAt
        for (const one of sessions.values()) if (isExpired(one)) drop(one)
      }
      sessions.set(session.id, session)
      const [oldest] = sessions.values()
      if (sessions.size > MAX_SESSIONS && oldest) drop(oldest)
    },

    /** Undefined once its resources have expired. */
    find(sessionId: string): Session | undefined {
      const session = sessions.get(sessionId)
      return session && !isExpired(session) ? session : undefined
    },

    /** Latest first. */
    listLatest: (count: number) =>
      [...sessions.values()]
        .slice(-count)
        .filter((session) => !isExpired(session))
        .reverse(),

    /** All, or those of one user. */
    list: (userTrackingId?: string) =>
      [...sessions.values()].filter(
        ({ spec }) => userTrackingId === undefined || spec.user_tracking_id === userTrackingId,
      ),

    drop,
  }
}
