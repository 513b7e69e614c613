import type { Kysely } from 'kysely'
import type { HashUserReference } from '../secrets/hash-user-reference.js'
import type { Session } from '../sessions/session.js'
import type { SubjectFilter } from '../sessions/store.js'
import type { Schema } from './schema.js'

/** The window of the daily limits. */
const RETENTION_MS = 24 * 60 * 60 * 1000

/** Keeps erased sessions in the daily limits without keeping the user reference. */
export function createErasedSessionCounts(hashUserReference: HashUserReference) {
  return {
    async record(
      db: Kysely<Schema>,
      { callerHash, userReference, createdAt, scenario }: Session,
      now: number,
    ): Promise<void> {
      const cutoff = now - RETENTION_MS
      await db.deleteFrom('erased_session_counts').where('created_at', '<=', cutoff).execute()
      if (callerHash === undefined || userReference === undefined) return
      if (scenario !== undefined || createdAt <= cutoff) return
      const [userReferenceHash] = hashUserReference(callerHash, userReference)
      await db
        .insertInto('erased_session_counts')
        .values({ user_reference_hash: userReferenceHash, created_at: createdAt })
        .execute()
    },
    async findCreationTimes(
      db: Kysely<Schema>,
      filter: SubjectFilter,
      since: number,
    ): Promise<number[]> {
      if (!('userReference' in filter)) return []
      const rows = await db
        .selectFrom('erased_session_counts')
        .select('created_at')
        .where(
          'user_reference_hash',
          'in',
          hashUserReference(filter.callerHash, filter.userReference),
        )
        .where('created_at', '>', since)
        .execute()
      return rows.map(({ created_at }) => created_at)
    },
  }
}
