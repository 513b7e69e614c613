import type { SessionStore } from '../sessions/store.js'
import type { Database } from './database.js'

type Locks = Pick<SessionStore, 'acquireLock' | 'extendLock' | 'releaseLock'>

/** Locks of all processes that share the database. A lock expires unless it is extended. */
export function createLocks(database: Database): Locks {
  return database.engine === 'sqlite' ? createInProcessLocks() : createSharedLocks(database)
}

function createSharedLocks({ db }: Database): Locks {
  return {
    async acquireLock(name, now, expiresAt) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('locks')
        .values({ name, expires_at: expiresAt })
        .onConflict((conflict) =>
          conflict
            .column('name')
            .doUpdateSet({ expires_at: expiresAt })
            .where('locks.expires_at', '<=', now),
        )
        .executeTakeFirstOrThrow()
      return numInsertedOrUpdatedRows === 1n
    },
    async extendLock(name, expiresAt, newExpiresAt) {
      const { numUpdatedRows } = await db
        .updateTable('locks')
        .set({ expires_at: newExpiresAt })
        .where('name', '=', name)
        .where('expires_at', '=', expiresAt)
        .executeTakeFirstOrThrow()
      return numUpdatedRows === 1n
    },
    async releaseLock(name, expiresAt, now) {
      await db
        .deleteFrom('locks')
        .where((eb) =>
          eb.or([
            eb.and([eb('name', '=', name), eb('expires_at', '=', expiresAt)]),
            eb('expires_at', '<=', now),
          ]),
        )
        .execute()
    },
  }
}

/** SQLite serves one process, so its locks need not outlive the process. */
function createInProcessLocks(): Locks {
  const held = new Map<string, number>()
  return {
    acquireLock(name, now, expiresAt) {
      const isFree = (held.get(name) ?? 0) <= now
      if (isFree) held.set(name, expiresAt)
      return Promise.resolve(isFree)
    },
    extendLock(name, expiresAt, newExpiresAt) {
      const isHeld = held.get(name) === expiresAt
      if (isHeld) held.set(name, newExpiresAt)
      return Promise.resolve(isHeld)
    },
    releaseLock(name, expiresAt) {
      if (held.get(name) === expiresAt) held.delete(name)
      return Promise.resolve()
    },
  }
}
