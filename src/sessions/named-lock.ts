import { LockTimeoutError } from '../errors.js'
import { hashToken } from '../secrets/handover-token.js'
import { createKeyedMutex } from './keyed-mutex.js'
import type { SessionStore } from './store.js'

/** Within it, a process that died is still believed to be at work. One that lives renews it. */
const LOCK_TTL_MS = 15_000
const RENEWAL_INTERVAL_MS = 5_000
const LOCK_TIMEOUT_MS = 20_000
const POLL_INTERVAL_MS = 50

/**
 * Runs what has the same name one after another, over all processes on one database: of two clicks
 * at once, the second finds the session of the first.
 */
export function createNamedLock(
  store: Pick<SessionStore, 'acquireLock' | 'extendLock' | 'releaseLock'>,
) {
  const withMutex = createKeyedMutex()

  /** Resolves to when the hold is over. */
  const acquire = async (name: string): Promise<number> => {
    const deadline = Date.now() + LOCK_TIMEOUT_MS
    while (Date.now() <= deadline) {
      const now = Date.now()
      if (await store.acquireLock(name, now, now + LOCK_TTL_MS)) return now + LOCK_TTL_MS
      await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS))
    }
    throw new LockTimeoutError()
  }

  /** Keeps what was acquired until `end` is called, which resolves to until when it then holds. */
  const keepRenewing = (name: string, initialExpiresAt: number) => {
    let expiresAt = Promise.resolve(initialExpiresAt)
    const extend = async (currentExpiresAt: number): Promise<number> => {
      const newExpiresAt = Date.now() + LOCK_TTL_MS
      const extended = await store
        .extendLock(name, currentExpiresAt, newExpiresAt)
        .catch(() => false)
      return extended ? newExpiresAt : currentExpiresAt
    }
    const renewal = setInterval(() => {
      expiresAt = expiresAt.then(extend)
    }, RENEWAL_INTERVAL_MS)
    return {
      stop: (): Promise<number> => {
        clearInterval(renewal)
        return expiresAt
      },
    }
  }

  return <T>(lockName: string, run: () => Promise<T>): Promise<T> => {
    // What is kept of a process that died in here says nothing of the person.
    const nameHash = hashToken(lockName)
    return withMutex(nameHash, async () => {
      const lease = keepRenewing(nameHash, await acquire(nameHash))
      try {
        return await run()
      } finally {
        await store.releaseLock(nameHash, await lease.stop(), Date.now())
      }
    })
  }
}
