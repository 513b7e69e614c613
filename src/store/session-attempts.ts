import type { Insertable, Kysely } from 'kysely'
import { prepare } from '../jobs/prepare.js'
import type { HashUserReference } from '../secrets/derived-keys.js'
import type { SessionStore, Subject } from '../sessions/store.js'
import { decrementDailyCount } from './daily-counts.js'
import type { Runner } from './database.js'
import type { Schema, SessionAttemptTable } from './schema.js'

/** References of users are hashed, because these rows outlive the erasure of the session. */
export function createSessionAttemptStore(
  db: Kysely<Schema>,
  { first, write }: Runner,
  hashUserReference: HashUserReference,
) {
  /** With each secret, the current one first. */
  const hashSubject = (subject: Subject) =>
    'ownerHash' in subject
      ? ([subject.ownerHash] as const)
      : hashUserReference(subject.callerHash, subject.userReference)

  const insertOne = prepare((row: Insertable<SessionAttemptTable>) =>
    db.insertInto('session_attempts').values(row),
  )
  const finish = prepare(({ reference }: { reference: string }) =>
    db.updateTable('session_attempts').set({ finished: 1 }).where('reference', '=', reference),
  )
  const count = prepare((values: { since: number; hashes: readonly string[] }) =>
    db
      .selectFrom('session_attempts')
      .select(({ fn }) => [
        fn.countAll<number>().filterWhere('billed', '=', 1).as('count'),
        fn.min<number | null>('created_at').filterWhere('billed', '=', 1).as('firstAt'),
        fn.max<number | null>('created_at').as('latestAt'),
        fn.max<number | null>('created_at').filterWhere('finished', '=', 1).as('finishedAt'),
      ])
      .where('subject_hash', 'in', values.hashes)
      .where('created_at', '>', values.since),
  )

  const store: Pick<SessionStore, 'insertAttempt' | 'deleteAttempt' | 'countAttempts'> = {
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
      await decrementDailyCount(db, deleted.caller_hash, deleted.created_at)
    },
    async countAttempts(subject, since) {
      const row = await first(count({ since, hashes: hashSubject(subject) }))
      const { firstAt = null, latestAt = null, finishedAt = null } = row ?? {}
      const isUnfinished = latestAt !== null && latestAt > (finishedAt ?? 0)
      return {
        count: row?.count ?? 0,
        firstAt: firstAt ?? since,
        unfinishedAt: isUnfinished ? latestAt : undefined,
      }
    },
  }
  return { store, finish: (reference: string) => finish({ reference }) }
}
