import type { SessionStore } from '../sessions/store.js'
import type { Database } from './database.js'

type Holds = Pick<SessionStore, 'acquire' | 'extend' | 'release'>

/** Names held against all processes, until they are released or their time is over. */
export function createHolds(database: Database): Holds {
  return database.engine === 'sqlite' ? createOwnHolds() : createSharedHolds(database)
}

function createSharedHolds({ db }: Database): Holds {
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
    async extend(name, until, later) {
      const { numUpdatedRows } = await db
        .updateTable('holds')
        .set({ until: later })
        .where('name', '=', name)
        .where('until', '=', until)
        .executeTakeFirstOrThrow()
      return numUpdatedRows === 1n
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
function createOwnHolds(): Holds {
  const held = new Map<string, number>()
  return {
    acquire(name, now, until) {
      const isFree = (held.get(name) ?? 0) <= now
      if (isFree) held.set(name, until)
      return Promise.resolve(isFree)
    },
    extend(name, until, later) {
      const isHeld = held.get(name) === until
      if (isHeld) held.set(name, later)
      return Promise.resolve(isHeld)
    },
    release(name, until) {
      if (held.get(name) === until) held.delete(name)
      return Promise.resolve()
    },
  }
}
