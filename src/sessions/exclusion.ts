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
  return <T>(what: string, run: () => Promise<T>): Promise<T> => {
    // What is kept of a process that died in here says nothing of the person.
    const name = hashToken(what)
    return oneAtATime(name, async () => {
      await waitFor(() => store.acquire(name, Date.now(), Date.now() + HOLD))
      try {
        return await run()
      } finally {
        await store.release(name)
      }
    })
  }
}

async function waitFor(acquire: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE
  while (!(await acquire())) {
    if (Date.now() > end) {
      throw new AppError('BUSY', 'The same was asked for a moment ago and is still under way.')
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE))
  }
}
