import { hashToken } from '../secrets/handover-token.js'
import { BusyError } from './errors.js'
import { createOneAtATime } from './one-at-a-time.js'
import type { SessionStore } from './store.js'

/** Within it, a process that died is still believed to be at work. One that lives renews it. */
const HOLD = 15_000
const RENEWAL = 5_000
const PATIENCE = 20_000
const PAUSE = 50

/**
 * Runs what has the same name one after another, over all processes on one database: of two clicks
 * at once, the second finds the session of the first.
 */
export function createExclusion(store: Pick<SessionStore, 'acquire' | 'extend' | 'release'>) {
  const oneAtATime = createOneAtATime()

  /** Resolves to when the hold is over. */
  const acquire = async (name: string): Promise<number> => {
    const end = Date.now() + PATIENCE
    while (Date.now() <= end) {
      const now = Date.now()
      if (await store.acquire(name, now, now + HOLD)) return now + HOLD
      await new Promise((resolve) => setTimeout(resolve, PAUSE))
    }
    throw new BusyError()
  }

  /** Keeps what was acquired until `end` is called, which resolves to until when it then holds. */
  const keep = (name: string, acquiredUntil: number) => {
    let until = Promise.resolve(acquiredUntil)
    const extend = async (held: number): Promise<number> => {
      const longer = Date.now() + HOLD
      const extended = await store.extend(name, held, longer).catch(() => false)
      return extended ? longer : held
    }
    const renewal = setInterval(() => {
      until = until.then(extend)
    }, RENEWAL)
    return {
      end: (): Promise<number> => {
        clearInterval(renewal)
        return until
      },
    }
  }

  return <T>(what: string, run: () => Promise<T>): Promise<T> => {
    // What is kept of a process that died in here says nothing of the person.
    const name = hashToken(what)
    return oneAtATime(name, async () => {
      const hold = keep(name, await acquire(name))
      try {
        return await run()
      } finally {
        await store.release(name, await hold.end(), Date.now())
      }
    })
  }
}
