import { hash, randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { LockTimeoutError } from '../errors.js'

/** The locks of a crashed process are free after this time. */
export const LOCK_TTL_MS = 15_000
const RENEWAL_INTERVAL_MS = 5000
const LOCK_TIMEOUT_MS = 20_000
const POLL_INTERVAL_MS = 50

export interface LockTable {
  /** The id of a job, `sweep`, or a hash. */
  name: string
  /** The process that holds the lock, and renews it. */
  holder: string
  expires_at: number
}

/** A database or transaction that has these tables among others. */
export type DatabaseWith<Tables> = Pick<
  Kysely<Tables>,
  'selectFrom' | 'insertInto' | 'updateTable' | 'deleteFrom' | 'getExecutor'
>

export type Locks = ReturnType<typeof createLocks>

/**
 * Shared by all processes on one database. The row of a lock is a lease: it expires unless its
 * process renews it.
 *
 * @param isShared false if this is the only process: `withLock` then needs no row
 */
export function createLocks(db: DatabaseWith<{ locks: LockTable }>, isShared = true) {
  /** Identifies this process in the rows. */
  const holder = randomUUID()
  /** By this process, even if the row has expired. */
  const held = new Set<string>()

  const acquire = async (name: string): Promise<boolean> => {
    const now = Date.now()
    const lease = { holder, expires_at: now + LOCK_TTL_MS }
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('locks')
      .values({ name, ...lease })
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
      .executeTakeFirstOrThrow()
    return numInsertedOrUpdatedRows === 1n
  }
  const renew = (name: string) =>
    db
      .updateTable('locks')
      .set({ expires_at: Date.now() + LOCK_TTL_MS })
      .where('name', '=', name)
      .where('holder', '=', holder)
      .execute()
  const release = (name: string) =>
    db.deleteFrom('locks').where('name', '=', name).where('holder', '=', holder).execute()

  const runWithLease = async <T>(name: string, run: () => Promise<T>): Promise<T | undefined> => {
    if (!(await acquire(name))) return undefined
    const renewal = setInterval(() => {
      // While the database does not respond, the work under the lock fails, too.
      renew(name).catch(() => undefined)
    }, RENEWAL_INTERVAL_MS).unref()
    try {
      return await run()
    } finally {
      clearInterval(renewal)
      await release(name)
    }
  }

  /** Resolves to undefined while the lock is held. */
  const tryLock = async <T>(
    name: string,
    run: () => Promise<T>,
    needsRow = true,
  ): Promise<T | undefined> => {
    if (held.has(name)) return undefined
    held.add(name)
    try {
      return await (needsRow ? runWithLease(name, run) : run())
    } finally {
      held.delete(name)
    }
  }

  return {
    holder,
    tryLock,
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
    /** Of crashed processes. Resolves to their number. */
    async deleteExpired(): Promise<number> {
      const { numDeletedRows } = await db
        .deleteFrom('locks')
        .where('expires_at', '<=', Date.now())
        .executeTakeFirstOrThrow()
      return Number(numDeletedRows)
    },
  }
}
