import type { Kysely } from 'kysely'
import type { Cipher } from '../secrets/cipher.js'
import type { SessionStore } from '../sessions/store.js'
import type { Schema } from './schema.js'

/** Milliseconds that an idempotency key is remembered. */
const KEPT_FOR = 24 * 60 * 60 * 1000

const FORGOTTEN = ''

/** Of an erased session: that the key was used, and neither by whom nor for what. */
export async function forgetRequests(db: Kysely<Schema>, sessionId: string): Promise<void> {
  await db
    .updateTable('requests')
    .set({ body_hash: FORGOTTEN, handover_token: FORGOTTEN })
    .where('session_id', '=', sessionId)
    .execute()
}

export function createRequestStore(
  db: Kysely<Schema>,
  cipher: Cipher,
): Pick<SessionStore, 'findRequest' | 'keepRequest'> {
  return {
    async findRequest(callerHash, keyHash, now) {
      const row = await db
        .selectFrom('requests')
        .selectAll()
        .where('caller_hash', '=', callerHash)
        .where('key_hash', '=', keyHash)
        .where('created_at', '>', now - KEPT_FOR)
        .executeTakeFirst()
      if (row === undefined) return undefined
      const { session_id: sessionId, body_hash: bodyHash } = row
      if (row.handover_token === FORGOTTEN) {
        return { bodyHash: undefined, sessionId, handoverToken: undefined }
      }
      const handoverToken = cipher.decrypt(row.handover_token, sessionId)
      return handoverToken === undefined ? undefined : { bodyHash, sessionId, handoverToken }
    },
    async keepRequest(callerHash, keyHash, { bodyHash, sessionId, handoverToken }, now) {
      await db
        .deleteFrom('requests')
        .where('created_at', '<=', now - KEPT_FOR)
        .execute()
      await db
        .insertInto('requests')
        .values({
          caller_hash: callerHash,
          key_hash: keyHash,
          body_hash: bodyHash,
          session_id: sessionId,
          handover_token: cipher.encrypt(handoverToken, sessionId),
          created_at: now,
        })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },
  }
}
