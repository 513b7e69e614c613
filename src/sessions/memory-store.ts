import { mayFollow, type Session } from './session.js'
import type { SessionStore } from './store.js'

/**
 * Keeps sessions in this process until Yoti has deleted them too.
 *
 * @param keepFor milliseconds after creation
 */
export function createMemoryStore(keepFor: number): SessionStore {
  // A Map iterates in the order of insertion, so the oldest come first.
  const sessions = new Map<string, Session>()
  const latestByOwner = new Map<string, string>()

  const forgetOlderThan = (time: number) => {
    for (const { sessionId, ownerHash, createdAt } of sessions.values()) {
      if (createdAt >= time) return
      sessions.delete(sessionId)
      if (latestByOwner.get(ownerHash) === sessionId) latestByOwner.delete(ownerHash)
    }
  }
  const find = (sessionId: string | undefined) =>
    sessionId === undefined ? undefined : sessions.get(sessionId)

  return {
    insert(session) {
      forgetOlderThan(session.createdAt - keepFor)
      sessions.set(session.sessionId, session)
      latestByOwner.set(session.ownerHash, session.sessionId)
      return Promise.resolve()
    },
    find: (sessionId) => Promise.resolve(find(sessionId)),
    findLatest: (ownerHash) => Promise.resolve(find(latestByOwner.get(ownerHash))),
    advance(sessionId, change) {
      const current = find(sessionId)
      if (current === undefined || !mayFollow(change.state, current.state)) {
        return Promise.resolve(current)
      }
      const next: Session = { ...current, ...change }
      // A reading that no longer has the token takes it away.
      if (change.clientSessionToken === undefined) delete next.clientSessionToken
      sessions.set(sessionId, next)
      return Promise.resolve(next)
    },
    noteReading(sessionId, readAt) {
      const current = find(sessionId)
      if (current !== undefined) sessions.set(sessionId, { ...current, readAt })
      return Promise.resolve()
    },
  }
}
