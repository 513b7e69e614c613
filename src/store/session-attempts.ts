import type { Insertable, Kysely } from 'kysely'
import { prepare } from '../jobs/throughput.js'
import type { HashUserReference } from '../secrets/derived-keys.js'
import { ONE_DAY_MS } from '../sessions/daily-limits.js'
import type { SessionStore, Subject } from '../sessions/store.js'
import type { Runner } from './database.js'
import type { Schema, SessionAttemptTable } from './schema.js'

/** In `caller_hash` of `daily_counts`, which is part of the primary key. */
const START_PAGE = ''

type AttemptStore = Pick<
  SessionStore,
  'insertAttempt' | 'deleteAttempt' | 'countAttempts' | 'incrementDailyCount'
>

/** References of users are hashed, because these rows outlive the erasure of the session. */
export function createSessionAttemptStore(
  db: Kysely<Schema>,
  { first, write }: Runner,
  hashUserReference: HashUserReference,
): AttemptStore {
  /** With each secret, the current one first. */
  const hashSubject = (subject: Subject) =>
    'ownerHash' in subject
      ? ([subject.ownerHash] as const)
      : hashUserReference(subject.callerHash, subject.userReference)

  const insertOne = prepare((row: Insertable<SessionAttemptTable>) =>
    db.insertInto('session_attempts').values(row),
  )
  const count = prepare(({ since, ...hashes }: Record<string, string | number>) =>
    db
      .selectFrom('session_attempts')
      .select(({ fn }) => [
        fn.countAll<number>().filterWhere('billed', '=', 1).as('count'),
        fn.min<number | null>('created_at').filterWhere('billed', '=', 1).as('firstAt'),
        fn.max<number | null>('created_at').as('latestAt'),
        fn.max<number | null>('created_at').filterWhere('finished', '=', 1).as('finishedAt'),
      ])
      .where('subject_hash', 'in', Object.values(hashes) as string[])
      .where('created_at', '>', since as number),
  )

  return {
    async insertAttempt(attempt) {
      const { reference, billed, createdAt } = attempt
      await write(
        insertOne({
          reference,
          subject_hash: hashSubject(attempt)[0],
          caller_hash: 'callerHash' in attempt ? attempt.callerHash : null,
          billed: billed ? 1 : 0,
          created_at: createdAt,
        }),
      )
    },
    async deleteAttempt(reference) {
      const deleted = await db
        .deleteFrom('session_attempts')
        .where('reference', '=', reference)
        .returning(['caller_hash', 'billed', 'created_at'])
        .executeTakeFirst()
      if (deleted?.billed !== 1) return
      await db
        .updateTable('daily_counts')
        .set((eb) => ({ attempts: eb('attempts', '-', eb.val(1)) }))
        .where('caller_hash', '=', deleted.caller_hash ?? START_PAGE)
        .where('day', '=', Math.floor(deleted.created_at / ONE_DAY_MS))
        .where('attempts', '>', 0)
        .execute()
    },
    async countAttempts(subject, since) {
      const hashes = hashSubject(subject).map((value, i) => [`hash${i}`, value] as const)
      const row = await first(count({ since, ...Object.fromEntries(hashes) }))
      const { firstAt = null, latestAt = null, finishedAt = null } = row ?? {}
      const isUnfinished = latestAt !== null && latestAt > (finishedAt ?? 0)
      return {
        count: row?.count ?? 0,
        firstAt: firstAt ?? since,
        unfinishedAt: isUnfinished ? latestAt : undefined,
      }
    },
    async incrementDailyCount(callerHash = START_PAGE, now, limit) {
      const day = Math.floor(now / ONE_DAY_MS)
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
