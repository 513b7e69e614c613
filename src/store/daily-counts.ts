import type { Kysely } from 'kysely'
import type { SessionStore } from '../sessions/store.js'
import type { Schema } from './schema.js'

const DAY_MS = 24 * 60 * 60 * 1000

/** In `caller_hash`, which is part of the primary key. */
const START_PAGE = ''

export async function decrementDailyCount(
  db: Kysely<Schema>,
  callerHash: string | null,
  time: number,
): Promise<void> {
  await db
    .updateTable('daily_counts')
    .set((eb) => ({ attempts: eb('attempts', '-', eb.val(1)) }))
    .where('caller_hash', '=', callerHash ?? START_PAGE)
    .where('day', '=', Math.floor(time / DAY_MS))
    .where('attempts', '>', 0)
    .execute()
}

export function createDailyCountStore(
  db: Kysely<Schema>,
): Pick<SessionStore, 'incrementDailyCount'> {
  return {
    async incrementDailyCount(callerHash = START_PAGE, now, limit) {
      const day = Math.floor(now / DAY_MS)
      const row = await db
        .insertInto('daily_counts')
        .values({ caller_hash: callerHash, day, attempts: 1 })
        .onConflict((conflict) =>
          conflict
            .columns(['caller_hash', 'day'])
            .doUpdateSet((eb) => ({ attempts: eb('daily_counts.attempts', '+', eb.val(1)) }))
            .where('daily_counts.attempts', '<', limit),
        )
        .returning('attempts')
        .executeTakeFirst()
      // The first one of a day removes the earlier days.
      if (row?.attempts === 1) {
        await db
          .deleteFrom('daily_counts')
          .where('caller_hash', '=', callerHash)
          .where('day', '<', day)
          .execute()
      }
      return row !== undefined
    },
  }
}
