import type { Kysely } from 'kysely'
import type { HashPerson } from '../secrets/hash-person.js'
import type { Session } from '../sessions/session.js'
import type { Party } from '../sessions/store.js'
import type { Schema } from './schema.js'

/** Milliseconds: as long as the daily limits look back. */
const KEPT_FOR = 24 * 60 * 60 * 1000

/**
 * A receipt does not name the person any more. For a day we still count, under a keyed hash, that
 * there was an order: erasing does not begin the day anew.
 */
export function createErasedOrders(hashPerson: HashPerson) {
  return {
    async count(
      db: Kysely<Schema>,
      { callerHash, userReference, createdAt, scenario }: Session,
      now: number,
    ): Promise<void> {
      const over = now - KEPT_FOR
      await db.deleteFrom('erased_orders').where('created_at', '<=', over).execute()
      if (callerHash === undefined || userReference === undefined) return
      if (scenario !== undefined || createdAt <= over) return
      const person_hash = hashPerson(callerHash, userReference)
      await db.insertInto('erased_orders').values({ person_hash, created_at: createdAt }).execute()
    },
    /** When each of them was created. */
    async find(db: Kysely<Schema>, party: Party, since: number): Promise<number[]> {
      if (!('userReference' in party)) return []
      const rows = await db
        .selectFrom('erased_orders')
        .select('created_at')
        .where('person_hash', '=', hashPerson(party.callerHash, party.userReference))
        .where('created_at', '>', since)
        .execute()
      return rows.map(({ created_at }) => created_at)
    },
  }
}
