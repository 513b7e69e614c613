import type { Kysely } from 'kysely'
import type { HashUserReference } from '../secrets/hash-user-reference.js'
import type { Session } from '../sessions/session.js'
import type { SubjectFilter } from '../sessions/store.js'
import type { Schema } from './schema.js'

/** Milliseconds: as long as the daily limits look back. */
const RETENTION_MS = 24 * 60 * 60 * 1000

/**
 * A receipt does not name the person any more. For a day we still count, under a keyed hash, that
 * there was an order: erasing does not begin the day anew.
 */
export function createErasedSessionCounts(hashUserReference: HashUserReference) {
  return {
    async record(
      db: Kysely<Schema>,
      { callerHash, userReference, createdAt, scenario }: Session,
      now: number,
    ): Promise<void> {
      const cutoff = now - RETENTION_MS
      await db.deleteFrom('erased_orders').where('created_at', '<=', cutoff).execute()
      if (callerHash === undefined || userReference === undefined) return
      if (scenario !== undefined || createdAt <= cutoff) return
      const userReferenceHash = hashUserReference(callerHash, userReference)
      await db
        .insertInto('erased_orders')
        .values({ person_hash: userReferenceHash, created_at: createdAt })
        .execute()
    },
    /** When each of them was created. */
    async findCreationTimes(
      db: Kysely<Schema>,
      filter: SubjectFilter,
      since: number,
    ): Promise<number[]> {
      if (!('userReference' in filter)) return []
      const rows = await db
        .selectFrom('erased_orders')
        .select('created_at')
        .where('person_hash', '=', hashUserReference(filter.callerHash, filter.userReference))
        .where('created_at', '>', since)
        .execute()
      return rows.map(({ created_at }) => created_at)
    },
  }
}
