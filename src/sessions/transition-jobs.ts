import type { NewJob } from '../jobs/job-queue.js'
import { rankState, type Session, type SessionState } from './session.js'

export interface TransitionJobsOptions {
  /** After the session ended; undefined disables automatic erasure. */
  eraseAfterMs: number | undefined
  /** Undefined when no webhook is configured. */
  buildEventPayload: ((name: SessionEventName, session: Session, now: number) => string) | undefined
}

export type SessionEventName = 'session.completed' | 'session.expired' | 'session.erased'

const EVENT_NAME_BY_STATE: Partial<Record<SessionState, SessionEventName>> = {
  COMPLETED: 'session.completed',
  EXPIRED: 'session.expired',
  ERASED: 'session.erased',
}

export const FIRST_REFRESH_DELAY_MS = 30_000

export function createTransitionJobs({ eraseAfterMs, buildEventPayload }: TransitionJobsOptions) {
  return (after: Session, before: Session | undefined, now: number): NewJob[] => {
    const { sessionId, state, erasureRequestedAt } = after
    if (before === undefined)
      return [{ type: 'refresh', sessionId, dueAt: now + FIRST_REFRESH_DELAY_MS }]
    const jobs: NewJob[] = []
    if (erasureRequestedAt !== undefined && before.erasureRequestedAt === undefined) {
      if (state !== 'ERASED') jobs.push({ type: 'erase', sessionId, dueAt: now })
    }
    if (state === before.state) return jobs

    const name = EVENT_NAME_BY_STATE[state]
    if (name !== undefined && buildEventPayload !== undefined) {
      const payload = buildEventPayload(name, after, now)
      jobs.push({
        type: 'deliver',
        sessionId,
        dueAt: now,
        event: { name, payload, rank: rankState(state) },
      })
    }
    const ended = state === 'COMPLETED' || state === 'EXPIRED'
    if (ended && eraseAfterMs !== undefined) {
      jobs.push({ type: 'erase', sessionId, dueAt: now + eraseAfterMs })
    }
    return jobs
  }
}
