import { AppError } from '../errors.js'
import type { Work, WorkResult } from '../work/queue.js'
import type { Erasure } from './erasure.js'
import type { Readings } from './readings.js'
import { endOfYotisMemory, nextReading } from './schedule.js'
import { isPassing } from '../yoti/errors.js'
import { isFinished, type Session } from './session.js'
import type { SessionStore } from './store.js'

export interface SessionWorkOptions {
  store: SessionStore
  readings: Readings
  erasure: Erasure
  /** Seconds. */
  resourcesTtl: number
  /** Milliseconds after a session's end; undefined never erases by itself. */
  eraseAfter: number | undefined
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
  const { store, readings, erasure, resourcesTtl, eraseAfter, now } = options
  const isOver = (session: Session) => now() >= endOfYotisMemory(session, resourcesTtl)

  const tryAgain = async (sessionId: string, err: unknown): Promise<WorkResult> => {
    const failed = nameFailure(err)
    const session = await store.find(sessionId)
    // That Yoti is away says nothing of the session, however old it is.
    const mayStillTell = session !== undefined && (isPassing(err) || !isOver(session))
    return mayStillTell ? { failed, again: nextReading(session, now()) } : { failed }
  }

  /** When a session is to be erased that nobody has asked for; undefined: not any more. */
  const automaticErasure = ({ endedAt }: Session): number | undefined =>
    eraseAfter === undefined || endedAt === undefined ? undefined : endedAt + eraseAfter

  return {
    async refresh({ sessionId }) {
      let session: Session | 'busy' | undefined
      try {
        session = await readings.readNow(sessionId)
      } catch (err) {
        return tryAgain(sessionId, err)
      }
      if (session === 'busy') return { again: now() + SOON }
      if (session === undefined) return { failed: OTHER_TARGET }
      if (isFinished(session) || session.state === 'EXPIRED') return { done: true }
      return { again: nextReading(session, now()) }
    },

    async erase({ sessionId }) {
      const kept = await store.find(sessionId)
      if (kept === undefined) return { failed: OTHER_TARGET }
      if (kept.state === 'ERASED') return { done: true }
      if (kept.erasureRequestedAt === undefined) {
        // What ERASE_AFTER said when it ended need not be what it says today.
        const due = automaticErasure(kept)
        if (due === undefined) return { done: true }
        if (due > now()) return { again: due }
      }
      const session = (await store.requestErasure(sessionId, now())) ?? kept
      let failed: string | undefined
      try {
        if (await erasure.attempt(session)) return { done: true }
      } catch (err) {
        failed = nameFailure(err)
      }
      if (isOver(session)) {
        await erasure.conclude(session)
        return { done: true }
      }
      const again = nextReading(session, now())
      return failed === undefined ? { again } : { failed, again }
    },
  }
}

function nameFailure(err: unknown): string {
  if (err instanceof AppError) return err.code
  throw err
}
