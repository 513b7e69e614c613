import type { SessionStore } from '../sessions/store.js'
import type { Database } from './database.js'

type Locks = Pick<SessionStore, 'acquireLock' | 'extendLock' | 'releaseLock'>

/** Names held against all processes, until they are released or their time is over. */
export function createLocks(database: Database): Locks {
  return database.engine === 'sqlite' ? createInProcessLocks() : createSharedLocks(database)
}

function createSharedLocks({ db }: Database): Locks {
  return {
    async acquireLock(name, now, expiresAt) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('holds')
        .values({ name, until: expiresAt })
        .onConflict((conflict) =>
          conflict.column('name').doUpdateSet({ until: expiresAt }).where('holds.until', '<=', now),
        )
        .executeTakeFirstOrThrow()
      return numInsertedOrUpdatedRows === 1n
    },
    async extendLock(name, expiresAt, newExpiresAt) {
      const { numUpdatedRows } = await db
        .updateTable('holds')
        .set({ until: newExpiresAt })
        .where('name', '=', name)
        .where('until', '=', expiresAt)
        .executeTakeFirstOrThrow()
      return numUpdatedRows === 1n
    },
    async releaseLock(name, expiresAt, now) {
      await db
        .deleteFrom('holds')
        .where((eb) =>
          eb.or([
            eb.and([eb('name', '=', name), eb('until', '=', expiresAt)]),
            eb('until', '<=', now),
          ]),
        )
        .execute()
    },
  }
}

/** SQLite is for one process, which need not write down what ends with it. */
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
