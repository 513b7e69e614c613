import { LockTimeoutError } from '../errors.js'
import { hashToken } from '../secrets/handover-token.js'
import type { SessionStore } from './store.js'

/** The lock of a crashed process is free after this time. */
const LOCK_TTL_MS = 15_000
const RENEWAL_INTERVAL_MS = 5_000
const LOCK_TIMEOUT_MS = 20_000
const POLL_INTERVAL_MS = 50

/** Serialises calls with the same lock name across all processes: a double click creates one session. */
export function createNamedLock(
  store: Pick<SessionStore, 'acquireLock' | 'extendLock' | 'releaseLock'>,
) {
  const withMutex = createKeyedMutex()

  /** Resolves to the time at which the lock expires. */
  const acquire = async (name: string): Promise<number> => {
    const deadline = Date.now() + LOCK_TIMEOUT_MS
    while (Date.now() <= deadline) {
      const now = Date.now()
      if (await store.acquireLock(name, now, now + LOCK_TTL_MS)) return now + LOCK_TTL_MS
      await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS))
    }
    throw new LockTimeoutError()
  }

  /** `stop` resolves to the latest expiry, which identifies the lock when it is released. */
  const renewLock = (name: string, initialExpiresAt: number) => {
    let expiresAt = Promise.resolve(initialExpiresAt)
    const extend = async (currentExpiresAt: number): Promise<number> => {
      const newExpiresAt = Date.now() + LOCK_TTL_MS
      const extended = await store
        .extendLock(name, currentExpiresAt, newExpiresAt)
        .catch(() => false)
      return extended ? newExpiresAt : currentExpiresAt
    }
    const timer = setInterval(() => {
      expiresAt = expiresAt.then(extend)
    }, RENEWAL_INTERVAL_MS)
    return {
      stop: (): Promise<number> => {
        clearInterval(timer)
        return expiresAt
      },
    }
  }

  return <T>(lockName: string, run: () => Promise<T>): Promise<T> => {
    // Hash the name: a leftover lock row must not contain personal data.
    const nameHash = hashToken(lockName)
    return withMutex(nameHash, async () => {
      const renewal = renewLock(nameHash, await acquire(nameHash))
      try {
        return await run()
      } finally {
        await store.releaseLock(nameHash, await renewal.stop(), Date.now())
      }
    })
  }
}

/** Serialises calls with the same key within this process, so that they do not poll the database. */
function createKeyedMutex() {
  const tails = new Map<string, Promise<unknown>>()
  return async <T>(key: string, run: () => Promise<T>): Promise<T> => {
    const previous = tails.get(key) ?? Promise.resolve()
    const current = previous.then(run, run)
    tails.set(key, current)
    try {
      return await current
    } finally {
      if (tails.get(key) === current) tails.delete(key)
    }
  }
}
