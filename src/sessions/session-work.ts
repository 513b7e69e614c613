import { AppError } from '../errors.js'
import type { Work, WorkResult } from '../work/queue.js'
import type { Erasure } from './erasure.js'
import type { Readings } from './readings.js'
import { endOfYotisMemory, nextReading } from './schedule.js'
import { isFinished, type Session } from './session.js'
import type { SessionStore } from './store.js'

export interface SessionWorkOptions {
  store: SessionStore
  readings: Readings
  erasure: Erasure
  /** Seconds. */
  resourcesTtl: number
  now: () => number
}

/** What durable work does with a session. */
export interface SessionWork {
  refresh(work: Work): Promise<WorkResult>
  erase(work: Work): Promise<WorkResult>
}

/** How soon (milliseconds) to come back to a session that somebody else is asking about. */
const SOON = 1000
/** A session of another Yoti than we talk to now: given up, until it is made to run again there. */
const OTHER_TARGET = 'OTHER_TARGET'

export function createSessionWork(options: SessionWorkOptions): SessionWork {
  const { store, readings, erasure, resourcesTtl, now } = options
  const isOver = (session: Session) => now() >= endOfYotisMemory(session, resourcesTtl)

  const tryAgain = async (sessionId: string, failed: string): Promise<WorkResult> => {
    const session = await store.find(sessionId)
    return session === undefined || isOver(session)
      ? { failed }
      : { failed, again: nextReading(session, now()) }
  }

  return {
    async refresh({ sessionId }) {
      let session: Session | 'busy' | undefined
      try {
        session = await readings.readNow(sessionId)
      } catch (err) {
        return tryAgain(sessionId, nameFailure(err))
      }
      if (session === 'busy') return { again: now() + SOON }
      if (session === undefined) return { failed: OTHER_TARGET }
      if (isFinished(session) || session.state === 'EXPIRED') return { done: true }
      return { again: nextReading(session, now()) }
    },

    async erase({ sessionId }) {
      const session = await store.requestErasure(sessionId, now())
      if (session === undefined) return { failed: OTHER_TARGET }
      if (session.state === 'ERASED') return { done: true }
      let failed: string | undefined
      try {
        if (await erasure.attempt(session)) return { done: true }
      } catch (err) {
        failed = nameFailure(err)
      }
      const again = nextReading(session, now())
      if (isOver(session)) return { failed: failed ?? 'NEVER_COMPLETED' }
      return failed === undefined ? { again } : { failed, again }
    },
  }
}

function nameFailure(err: unknown): string {
  if (err instanceof AppError) return err.code
  throw err
}
