import type {
  Expression,
  ExpressionBuilder,
  Kysely,
  SelectQueryBuilder,
  SqlBool,
  Updateable,
} from 'kysely'
import type { Session } from '../sessions/session.js'
import type { SessionStore } from '../sessions/store.js'
import { transact } from './database.js'
import type { Schema, SessionTable } from './schema.js'
import type { fromRow } from './session-row.js'

type Row = Parameters<typeof fromRow>[0]

interface OwnerStoreOptions {
  db: Kysely<Schema>
  inScope: (eb: ExpressionBuilder<Schema, 'sessions'>) => Expression<SqlBool>
  selectSessions: (executor?: Kysely<Schema>) => SelectQueryBuilder<Schema, 'sessions', Row>
  toSession: (row: Row | undefined) => Session | undefined
}

type OwnerStore = Pick<
  SessionStore,
  | 'replaceHandover'
  | 'redeemHandover'
  | 'replacePhoneLink'
  | 'findByPhoneLink'
  | 'redeemPhoneLink'
  | 'markOwnerSeen'
>

/** A new owner does not keep the phone of the earlier one. */
const NO_PHONE = {
  phone_hash: null,
  phone_since: null,
  phone_seen_at: null,
  phone_token_hash: null,
  phone_expires_at: null,
} satisfies Updateable<SessionTable>

/** The browsers that a session belongs to, and the links that make them so. */
export function createOwnerStore(options: OwnerStoreOptions): OwnerStore {
  const { db, inScope, selectSessions, toSession } = options

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
    async replaceHandover(sessionId, { tokenHash, expiresAt }, { returnUrl, locale }) {
      await db
        .updateTable('sessions')
        .set({
          handover_token_hash: tokenHash,
          handover_expires_at: expiresAt,
          ...(returnUrl === undefined ? {} : { return_url: returnUrl }),
          ...(locale === undefined ? {} : { locale }),
        })
        .where('session_id', '=', sessionId)
        .where('erasure_requested_at', 'is', null)
        .execute()
    },
    redeemHandover: (tokenHash, { current = '', next }, now) =>
      transact(db, async (trx) => {
        const row = await trx
          .updateTable('sessions')
          .set({
            owner_hash: next,
            owner_since: now,
            owner_seen_at: now,
            handover_expires_at: null,
            ...NO_PHONE,
          })
          .where('handover_token_hash', '=', tokenHash)
          .where(inScope)
          .where('handover_expires_at', '>', now)
          .where('erasure_requested_at', 'is', null)
          .returningAll()
          .executeTakeFirst()
        const redeemedEarlier = selectSessions(trx)
          .where('handover_token_hash', '=', tokenHash)
          .where('handover_expires_at', 'is', null)
          .where('owner_hash', 'in', [current, next])
        if (row === undefined) return toSession(await redeemedEarlier.executeTakeFirst())
        await takeOver(trx, current, next)
        return toSession(row)
      }),

    async replacePhoneLink(sessionId, { tokenHash, expiresAt }) {
      await db
        .updateTable('sessions')
        .set({ ...NO_PHONE, phone_token_hash: tokenHash, phone_expires_at: expiresAt })
        .where('session_id', '=', sessionId)
        .where('erasure_requested_at', 'is', null)
        .execute()
    },
    findByPhoneLink: async (tokenHash, current = '', now) =>
      toSession(await selectByPhoneLink(tokenHash, current, now)),
    redeemPhoneLink: (tokenHash, { current = '', next }, now) =>
      transact(db, async (trx) => {
        const row = await trx
          .updateTable('sessions')
          .set({
            phone_hash: next,
            phone_since: now,
            phone_seen_at: now,
            phone_expires_at: null,
          })
          .where('phone_token_hash', '=', tokenHash)
          .where(inScope)
          .where('phone_expires_at', '>', now)
          .where('owner_hash', '<>', current)
          .where('erasure_requested_at', 'is', null)
          .returningAll()
          .executeTakeFirst()
        if (row === undefined) {
          return toSession(await selectByPhoneLink(tokenHash, current, now, trx))
        }
        await takeOver(trx, current, next)
        return toSession(row)
      }),

    async markOwnerSeen(ownerHash, seenAt, idleSince) {
      for (const [hashColumn, seenColumn] of [
        ['owner_hash', 'owner_seen_at'],
        ['phone_hash', 'phone_seen_at'],
      ] as const) {
        await db
          .updateTable('sessions')
          .set(seenColumn, seenAt)
          .where(hashColumn, '=', ownerHash)
          .where((eb) => eb.or([eb(seenColumn, 'is', null), eb(seenColumn, '>', idleSince)]))
          .execute()
      }
    },
  }
}
