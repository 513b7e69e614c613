import { AppError } from '../errors.js'
import { hashToken } from '../secrets/handover-token.js'
import { createOneAtATime } from './one-at-a-time.js'
import type { SessionStore } from './store.js'

/** Longer than a call to Yoti may last: within it, a process that died is still believed to be at work. */
const HOLD = 15_000
const PATIENCE = 20_000
const PAUSE = 50

/**
 * Runs what has the same name one after another, over all processes on one database: of two clicks
 * at once, the second finds the session of the first.
 */
export function createExclusion(store: Pick<SessionStore, 'acquire' | 'release'>) {
  const oneAtATime = createOneAtATime()

  /** Resolves to when the hold is over. */
  const acquire = async (name: string): Promise<number> => {
    const end = Date.now() + PATIENCE
    while (Date.now() <= end) {
      const now = Date.now()
      if (await store.acquire(name, now, now + HOLD)) return now + HOLD
      await new Promise((resolve) => setTimeout(resolve, PAUSE))
    }
    throw new AppError('BUSY', 'The same was asked for a moment ago and is still under way.')
  }

  return <T>(what: string, run: () => Promise<T>): Promise<T> => {
    // What is kept of a process that died in here says nothing of the person.
    const name = hashToken(what)
    return oneAtATime(name, async () => {
      const until = await acquire(name)
      try {
        return await run()
      } finally {
        await store.release(name, until, Date.now())
      }
    })
  }
}
