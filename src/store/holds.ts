import type { Kysely } from 'kysely'
import type { SessionStore } from '../sessions/store.js'
import type { Schema } from './schema.js'

/** Names held against all processes, until they are released or their time is over. */
export function createHolds(db: Kysely<Schema>): Pick<SessionStore, 'acquire' | 'release'> {
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
    async release(name) {
      await db.deleteFrom('holds').where('name', '=', name).execute()
    },
  }
}
