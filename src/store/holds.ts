import type { SessionStore } from '../sessions/store.js'
import type { Database } from './database.js'

/** Names held against all processes, until they are released or their time is over. */
export function createHolds(database: Database): Pick<SessionStore, 'acquire' | 'release'> {
  return database.engine === 'sqlite' ? createOwnHolds() : createSharedHolds(database)
}

function createSharedHolds({ db }: Database): Pick<SessionStore, 'acquire' | 'release'> {
  return {
    async acquire(name, now, until) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('holds')
        .values({ name, until })
        .onConflict((conflict) =>
          conflict.column('name').doUpdateSet({ until }).where('holds.until', '<=', now),
        )
        .executeTakeFirstOrThrow()
      return numInsertedOrUpdatedRows === 1n
    },
    async release(name, until, now) {
      await db
        .deleteFrom('holds')
        .where((eb) =>
          eb.or([eb.and([eb('name', '=', name), eb('until', '=', until)]), eb('until', '<=', now)]),
        )
        .execute()
    },
  }
}

/** SQLite is for one process, which need not write down what ends with it. */
function createOwnHolds(): Pick<SessionStore, 'acquire' | 'release'> {
  const held = new Map<string, number>()
  return {
    acquire(name, now, until) {
      const isFree = (held.get(name) ?? 0) <= now
      if (isFree) held.set(name, until)
      return Promise.resolve(isFree)
    },
    release(name, until) {
      if (held.get(name) === until) held.delete(name)
      return Promise.resolve()
    },
  }
}
