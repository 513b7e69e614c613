import type { NewWork } from '../work/queue.js'
import { rankState, type Session, type SessionState } from './session.js'

export interface FollowUpOptions {
  /** Milliseconds after a session's end; undefined never erases by itself. */
  eraseAfter: number | undefined
  /** What the relying business is told of a session that came to a state; undefined tells nobody. */
  describeEvent: ((name: EventName, session: Session, now: number) => string) | undefined
}

export type EventName = 'session.completed' | 'session.expired' | 'session.erased'

const EVENTS: Partial<Record<SessionState, EventName>> = {
  COMPLETED: 'session.completed',
  EXPIRED: 'session.expired',
  ERASED: 'session.erased',
}

/** Milliseconds until a new session is asked about although nobody looks. */
export const FIRST_REFRESH = 30_000

/** The durable work that follows when a session goes from one state to the next. Kept in the same transaction. */
export function createFollowUp({ eraseAfter, describeEvent }: FollowUpOptions) {
  return (after: Session, before: Session | undefined, now: number): NewWork[] => {
    const { sessionId, state, erasureRequestedAt } = after
    if (before === undefined) return [{ kind: 'refresh', sessionId, dueAt: now + FIRST_REFRESH }]
    const work: NewWork[] = []
    if (erasureRequestedAt !== undefined && before.erasureRequestedAt === undefined) {
      if (state !== 'ERASED') work.push({ kind: 'erase', sessionId, dueAt: now })
    }
    if (state === before.state) return work

    const name = EVENTS[state]
    if (name !== undefined && describeEvent !== undefined) {
      const payload = describeEvent(name, after, now)
      work.push({
        kind: 'deliver',
        sessionId,
        dueAt: now,
        event: { name, payload, rank: rankState(state) },
      })
    }
    const ended = state === 'COMPLETED' || state === 'EXPIRED'
    if (ended && eraseAfter !== undefined) {
      work.push({ kind: 'erase', sessionId, dueAt: now + eraseAfter })
    }
    return work
  }
}
