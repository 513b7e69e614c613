import { hash, randomUUID } from 'node:crypto'
import { LockTimeoutError } from '../errors.js'
import type { JobDatabase } from './job.js'

/** The locks of a crashed process are free after this time. */
const LOCK_TTL_MS = 15_000
const RENEWAL_INTERVAL_MS = 5000
const LOCK_TIMEOUT_MS = 20_000
const POLL_INTERVAL_MS = 50

export type Locks = ReturnType<typeof createLocks>

/**
 * Shared by all processes on one database. The row of a lock is a lease: it expires unless its
 * process renews it.
 *
 * @param isShared false if this is the only process: `withLock` then needs no row
 */
export function createLocks(db: JobDatabase, isShared = true) {
  /** Identifies this process in the rows. */
  const holder = randomUUID()
  const held = new Set<string>()
  let renewalTimer: NodeJS.Timeout | undefined

  const renewAll = async (): Promise<void> => {
    for (const name of held) {
      await db
        .updateTable('locks')
        .set({ expires_at: Date.now() + LOCK_TTL_MS })
        .where('name', '=', name)
        .where('holder', '=', holder)
        .execute()
    }
  }

  /** Resolves to those of the names whose locks were free. */
  const acquire = async (names: readonly string[]): Promise<string[]> => {
    if (names.length === 0) return []
    const now = Date.now()
    const lease = { holder, expires_at: now + LOCK_TTL_MS }
    const rows = await db
      .insertInto('locks')
      // A fixed order prevents deadlocks between processes.
      .values([...names].sort().map((name) => ({ name, ...lease })))
      .onConflict((conflict) =>
        conflict
          .column('name')
          .doUpdateSet(lease)
          .where((eb) =>
            eb.or([
              eb('locks.expires_at', '<=', now),
              // The clock was set back: no lock is held for so long.
              eb('locks.expires_at', '>', now + 2 * LOCK_TTL_MS),
            ]),
          ),
      )
      .returning('name')
      .execute()
    const acquired = rows.map(({ name }) => name).filter((name) => !held.has(name))
    for (const name of acquired) held.add(name)
    renewalTimer ??= setInterval(() => {
      // While the database does not respond, the work under the lock fails, too.
      renewAll().catch(() => undefined)
    }, RENEWAL_INTERVAL_MS).unref()
    return acquired
  }

  /** Lets the locks expire, after an error that left the work under them unclear. */
  const abandon = (names: readonly string[]): void => {
    for (const name of names) held.delete(name)
    if (held.size > 0) return
    clearInterval(renewalTimer)
    renewalTimer = undefined
  }

  const release = async (names: readonly string[]): Promise<void> => {
    abandon(names)
    for (const name of names) {
      await db.deleteFrom('locks').where('name', '=', name).where('holder', '=', holder).execute()
    }
  }

  /** Resolves to undefined while the lock is held. */
  const tryLock = async <T>(
    name: string,
    run: () => Promise<T>,
    needsRow = true,
  ): Promise<T | undefined> => {
    const isFree = needsRow ? (await acquire([name])).length > 0 : !held.has(name)
    if (!isFree) return undefined
    held.add(name)
    try {
      return await run()
    } finally {
      if (needsRow) await release([name])
      else abandon([name])
    }
  }

  return {
    holder,
    acquire,
    release,
    abandon,
    tryLock,
    /** Of crashed processes. Resolves to their number. */
    async deleteExpired(): Promise<number> {
      const { numDeletedRows } = await db
        .deleteFrom('locks')
        .where('expires_at', '<=', Date.now())
        .executeTakeFirstOrThrow()
      return Number(numDeletedRows)
    },
    /** Waits while the lock is held: a double click creates one session. */
    async withLock<T>(name: string, run: () => Promise<T>): Promise<T> {
      // Hash the name: a leftover row must not contain personal data.
      const nameHash = hash('sha256', name, 'base64url')
      const deadline = performance.now() + LOCK_TIMEOUT_MS
      while (performance.now() <= deadline) {
        const result = await tryLock(nameHash, async () => ({ value: await run() }), isShared)
        if (result !== undefined) return result.value
        await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS))
      }
      throw new LockTimeoutError()
    },
  }
}
