import type { Kysely } from 'kysely'
import type { Cipher } from '../secrets/cipher.js'
import type { SessionStore } from '../sessions/store.js'
import type { Schema } from './schema.js'

/** Milliseconds that an idempotency key is remembered. */
const RETENTION_MS = 24 * 60 * 60 * 1000

const REDACTED = ''

/** Of an erased session: that the key was used, and neither by whom nor for what. */
export async function redactIdempotencyKeys(db: Kysely<Schema>, sessionId: string): Promise<void> {
  await db
    .updateTable('requests')
    .set({ body_hash: REDACTED, handover_token: REDACTED })
    .where('session_id', '=', sessionId)
    .execute()
}

export function createIdempotencyKeyStore(
  db: Kysely<Schema>,
  cipher: Cipher,
): Pick<SessionStore, 'findIdempotencyKey' | 'saveIdempotencyKey'> {
  return {
    async findIdempotencyKey(callerHash, keyHash, now) {
      const row = await db
        .selectFrom('requests')
        .selectAll()
        .where('caller_hash', '=', callerHash)
        .where('key_hash', '=', keyHash)
        .where('created_at', '>', now - RETENTION_MS)
        .executeTakeFirst()
      if (row === undefined) return undefined
      const { session_id: sessionId, body_hash: bodyHash } = row
      if (row.handover_token === REDACTED) {
        return { bodyHash: undefined, sessionId, handoverToken: undefined }
      }
      const handoverToken = cipher.decrypt(row.handover_token, sessionId)
      return handoverToken === undefined ? undefined : { bodyHash, sessionId, handoverToken }
    },
    async saveIdempotencyKey(callerHash, keyHash, { bodyHash, sessionId, handoverToken }, now) {
      await db
        .deleteFrom('requests')
        .where('created_at', '<=', now - RETENTION_MS)
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
