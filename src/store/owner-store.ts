import type { Kysely, Updateable } from 'kysely'
import type { LinkStore } from '../sessions/link-store.js'
import type { SessionStore } from '../sessions/store.js'
import { transact } from './database.js'
import type { Schema, SessionTable } from './schema.js'
import type { SessionScope } from './session-row.js'

type Change = Updateable<SessionTable>

/** A new owner does not keep the phone of the earlier one. */
const NO_PHONE = {
  phone_hash: null,
  phone_since: null,
  phone_seen_at: null,
  phone_token_hash: null,
  phone_expires_at: null,
} satisfies Change

/** The browsers that a session belongs to, and the links that make them so. */
export function createOwnerStore(
  scope: SessionScope,
): LinkStore & Pick<SessionStore, 'markOwnerSeen'> {
  const { db, inScope, selectSessions, toSession } = scope

  const replaceLink = async (sessionId: string, change: Change): Promise<void> => {
    await db
      .updateTable('sessions')
      .set(change)
      .where('session_id', '=', sessionId)
      .where('erasure_requested_at', 'is', null)
      .execute()
  }
  /** Changes the session of a link that may still be redeemed. */
  const spendLink = (
    trx: Kysely<Schema>,
    link: 'handover' | 'phone',
    tokenHash: string,
    now: number,
    change: Change,
  ) =>
    trx
      .updateTable('sessions')
      .set({ ...change, [`${link}_expires_at`]: null })
      .where(`${link}_token_hash`, '=', tokenHash)
      .where(inScope)
      .where(`${link}_expires_at`, '>', now)
      .where('erasure_requested_at', 'is', null)
      .returningAll()
  const takeOver = async (trx: Kysely<Schema>, current: string, next: string): Promise<void> => {
    for (const column of ['owner_hash', 'phone_hash'] as const) {
      await trx.updateTable('sessions').set(column, next).where(column, '=', current).execute()
    }
  }
  const selectByPhoneLink = (tokenHash: string, current: string, now: number, executor = db) =>
    selectSessions(executor)
      .where('phone_token_hash', '=', tokenHash)
      .where('erasure_requested_at', 'is', null)
      .where((eb) =>
        eb.or([
          eb('phone_expires_at', '>', now),
          eb('phone_hash', '=', current),
          eb('owner_hash', '=', current),
        ]),
      )
      .executeTakeFirst()

  return {
    replaceHandover: (sessionId, { tokenHash, expiresAt }, { returnUrl, locale }) =>
      replaceLink(sessionId, {
        handover_token_hash: tokenHash,
        handover_expires_at: expiresAt,
        ...(returnUrl === undefined ? {} : { return_url: returnUrl }),
        ...(locale === undefined ? {} : { locale }),
      }),
    redeemHandover: (tokenHash, { current = '', next }, now) =>
      transact(db, async (trx) => {
        const change = { owner_hash: next, owner_since: now, owner_seen_at: now, ...NO_PHONE }
        const row = await spendLink(trx, 'handover', tokenHash, now, change).executeTakeFirst()
        const redeemedEarlier = selectSessions(trx)
          .where('handover_token_hash', '=', tokenHash)
          .where('handover_expires_at', 'is', null)
          .where('owner_hash', 'in', [current, next])
        if (row === undefined) return toSession(await redeemedEarlier.executeTakeFirst())
        await takeOver(trx, current, next)
        return toSession(row)
      }),

    replacePhoneLink: (sessionId, { tokenHash, expiresAt }) =>
      replaceLink(sessionId, {
        ...NO_PHONE,
        phone_token_hash: tokenHash,
        phone_expires_at: expiresAt,
      }),
    findByPhoneLink: async (tokenHash, current = '', now) =>
      toSession(await selectByPhoneLink(tokenHash, current, now)),
    redeemPhoneLink: (tokenHash, { current = '', next }, now) =>
      transact(db, async (trx) => {
        const change = { phone_hash: next, phone_since: now, phone_seen_at: now }
        const row = await spendLink(trx, 'phone', tokenHash, now, change)
          .where('owner_hash', '<>', current)
          .executeTakeFirst()
        if (row === undefined) {
          return toSession(await selectByPhoneLink(tokenHash, current, now, trx))
        }
        await takeOver(trx, current, next)
        return toSession(row)
      }),

    async markOwnerSeen(ownerHash, seenAt, idleSince) {
      for (const who of ['owner', 'phone'] as const) {
        const seenColumn = `${who}_seen_at` as const
        await db
          .updateTable('sessions')
          .set(seenColumn, seenAt)
          .where(`${who}_hash`, '=', ownerHash)
          .where((eb) => eb.or([eb(seenColumn, 'is', null), eb(seenColumn, '>', idleSince)]))
          .execute()
      }
    },
  }
}
