import type { Kysely } from 'kysely'
import type { Cipher } from '../secrets/cipher.js'
import type { CallerStore } from '../sessions/caller-store.js'
import type { Schema } from './schema.js'

export const IDEMPOTENCY_KEY_RETENTION_MS = 24 * 60 * 60 * 1000

const REDACTED = ''

/** Keeps only the fact that the key was used, so that repeating the request creates no session. */
export const REDACTED_KEY = { body_hash: REDACTED, handover_token: REDACTED }

export function createIdempotencyKeyStore(
  db: Kysely<Schema>,
  cipher: Cipher,
): Omit<CallerStore, 'list'> {
  return {
    async findIdempotencyKey(callerHash, keyHash, now) {
      const row = await db
        .selectFrom('idempotency_keys')
        .selectAll()
        .where('caller_hash', '=', callerHash)
        .where('key_hash', '=', keyHash)
        .where('created_at', '>', now - IDEMPOTENCY_KEY_RETENTION_MS)
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
      const record = {
        body_hash: bodyHash,
        session_id: sessionId,
        handover_token: cipher.encrypt(handoverToken, sessionId),
        created_at: now,
      }
      await db
        .insertInto('idempotency_keys')
        .values({ caller_hash: callerHash, key_hash: keyHash, ...record })
        .onConflict((conflict) =>
          conflict
            .columns(['caller_hash', 'key_hash'])
            .doUpdateSet(record)
            // Past its retention, but not swept yet.
            .where('idempotency_keys.created_at', '<=', now - IDEMPOTENCY_KEY_RETENTION_MS),
        )
        .execute()
    },
  }
}
