import type { Kysely } from 'kysely'
import type { HashUserReference } from '../secrets/derived-keys.js'
import type { SessionStore, Subject } from '../sessions/store.js'
import { decrementDailyCount } from './daily-counts.js'
import type { Schema } from './schema.js'

export async function finishAttempt(db: Kysely<Schema>, reference: string): Promise<void> {
  await db
    .updateTable('session_attempts')
    .set({ finished: 1 })
    .where('reference', '=', reference)
    .execute()
}

/** References of users are hashed, because these rows outlive the erasure of the session. */
export function createSessionAttemptStore(
  db: Kysely<Schema>,
  hashUserReference: HashUserReference,
): Pick<
  SessionStore,
  'insertAttempt' | 'deleteAttempt' | 'countAttempts' | 'findUnfinishedAttempt'
> {
  /** With each secret, the current one first. */
  const hashSubject = (subject: Subject) =>
    'ownerHash' in subject
      ? ([subject.ownerHash] as const)
      : hashUserReference(subject.callerHash, subject.userReference)

  const selectAttempts = (subject: Subject, since: number) =>
    db
      .selectFrom('session_attempts')
      .where('subject_hash', 'in', hashSubject(subject))
      .where('created_at', '>', since)

  return {
    async insertAttempt(attempt) {
      const { reference, billed, createdAt } = attempt
      await db
        .insertInto('session_attempts')
        .values({
          reference,
          subject_hash: hashSubject(attempt)[0],
          caller_hash: 'callerHash' in attempt ? attempt.callerHash : null,
          billed: billed ? 1 : 0,
          created_at: createdAt,
        })
        .execute()
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
      const { count, firstAt } = await selectAttempts(subject, since)
        .select(({ fn }) => [
          fn.countAll<number>().as('count'),
          fn.min<number | null>('created_at').as('firstAt'),
        ])
        .where('billed', '=', 1)
        .executeTakeFirstOrThrow()
      return { count, firstAt: firstAt ?? since }
    },
    async findUnfinishedAttempt(subject, since) {
      const latest = await selectAttempts(subject, since)
        .select(['created_at', 'finished'])
        .orderBy('created_at', 'desc')
        .limit(1)
        .executeTakeFirst()
      return latest?.finished === 0 ? latest.created_at : undefined
    },
  }
}
