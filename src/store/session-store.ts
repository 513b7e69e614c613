import type { ExpressionBuilder, Transaction } from 'kysely'
import type { Cipher } from '../secrets/cipher.js'
import type { HashPerson } from '../secrets/hash-person.js'
import { applyChange, mayAdvance } from '../sessions/advance.js'
import { rankState, type Session } from '../sessions/session.js'
import type { Party, SessionStore } from '../sessions/store.js'
import type { NewWork } from '../work/queue.js'
import type { Database } from './database.js'
import { addWork, beginWork } from './add-work.js'
import { createErasedOrders } from './erased-orders.js'
import { createHolds } from './holds.js'
import { createRequestStore, forgetRequests } from './request-store.js'
import type { Schema } from './schema.js'
import { fromRow, toRow } from './session-row.js'
import { whoseSessions } from './whose-sessions.js'

export interface SessionStoreOptions {
  database: Database
  cipher: Cipher
  hashPerson: HashPerson
  /** Sessions of another Yoti are as good as unknown: it knows nothing of them, and they show nothing of it. */
  target: string
  /** The SDK id, and so are those of another application; undefined for any, as an emulator's is new at each start. */
  application?: string | undefined
  /** The durable work that follows when a session goes from one state to the next; `before` is absent when it is new. */
  followUp: (after: Session, before: Session | undefined, now: number) => readonly NewWork[]
}

/** How long (milliseconds) one process may be asking Yoti about a session. A whole call lasts 10 s at most. */
const READING_LEASE = 15_000

export function createSessionStore(options: SessionStoreOptions): SessionStore {
  const { database, cipher, hashPerson, target, application, followUp } = options
  const { db, engine } = database
  const isOurs = whoseSessions({ target, application })
  const select = () => db.selectFrom('sessions').selectAll().where(isOurs)
  const erasedOrders = createErasedOrders(hashPerson)
  const toSession = (row: Parameters<typeof fromRow>[0] | undefined) =>
    row === undefined ? undefined : fromRow(row, cipher)

  /** Changes a session under a lock, together with the work that follows. */
  const change = (
    sessionId: string,
    now: number,
    decide: (current: Session) => Session | undefined,
  ): Promise<{ session: Session; before: Session; changed: boolean } | undefined> =>
    db.transaction().execute(async (trx) => {
      const row = await trx
        .selectFrom('sessions')
        .selectAll()
        .where('session_id', '=', sessionId)
        .where(isOurs)
        .$if(engine === 'postgres', (query) => query.forUpdate())
        .executeTakeFirst()
      if (row === undefined) return undefined
      const before = fromRow(row, cipher)
      const after = decide(before)
      if (after === undefined) return { session: before, before, changed: false }
      const columns = toRow(after, cipher)
      // The rank stands in the condition as well: nothing that this process believes can move a state back.
      await trx
        .updateTable('sessions')
        .set(columns)
        .where('session_id', '=', sessionId)
        .where('state_rank', '<=', columns.state_rank)
        .execute()
      for (const work of followUp(after, before, now)) await addWork(trx, work, now)
      if (after.state === 'ERASED') {
        await erasedOrders.count(trx, before, now)
        await forgetPerson(trx, sessionId)
      }
      return { session: after, before, changed: true }
    })

  return {
    async insert(session, handover) {
      await db.transaction().execute(async (trx) => {
        await trx
          .insertInto('sessions')
          .values({
            ...toRow(session, cipher),
            application: application ?? null,
            handover_hash: handover?.tokenHash ?? null,
            handover_expires_at: handover?.expiresAt ?? null,
          })
          .execute()
        await beginWork(trx, followUp(session, undefined, session.createdAt), session.createdAt)
      })
    },
    async find(sessionId) {
      return toSession(await select().where('session_id', '=', sessionId).executeTakeFirst())
    },
    async findReference(sessionId) {
      const row = await db
        .selectFrom('sessions')
        .select(['reference', 'state'])
        .where('session_id', '=', sessionId)
        .where(isOurs)
        .executeTakeFirst()
      return row as Pick<Session, 'reference' | 'state'> | undefined
    },
    async findLatest(party) {
      const query = select().where(belongsTo(party)).orderBy('created_at', 'desc').limit(1)
      return toSession(await query.executeTakeFirst())
    },
    async countSince(party, since) {
      const { count, first } = await db
        .selectFrom('sessions')
        .select(({ fn }) => [
          fn.countAll<number | string>().as('count'),
          fn.min<number | null>('created_at').as('first'),
        ])
        .where(belongsTo(party))
        .where('created_at', '>', since)
        .where('scenario', 'is', null)
        .executeTakeFirstOrThrow()
      const erased = await erasedOrders.find(db, party, since)
      const all = [...(first === null ? [] : [first]), ...erased]
      return { count: Number(count) + erased.length, firstAt: Math.min(...all) }
    },

    async claimReading(sessionId, now, notSince) {
      const row = await db
        .updateTable('sessions')
        .set({ read_at: now, reading_until: now + READING_LEASE })
        .where('session_id', '=', sessionId)
        .where(isOurs)
        .where('state_rank', '<', rankState('COMPLETED'))
        .where('reading_until', '<=', now)
        .where('read_at', '<=', notSince)
        .returningAll()
        .executeTakeFirst()
      return toSession(row)
    },
    async releaseReading(sessionId) {
      await db
        .updateTable('sessions')
        .set({ reading_until: 0 })
        .where('session_id', '=', sessionId)
        .execute()
    },
    async advance(sessionId, wanted, now) {
      return change(sessionId, now, (current) =>
        mayAdvance(current, wanted) ? applyChange(current, wanted, now) : undefined,
      )
    },

    async replaceHandover(sessionId, { tokenHash, expiresAt }, returnUrl) {
      await db
        .updateTable('sessions')
        .set({
          handover_hash: tokenHash,
          handover_expires_at: expiresAt,
          ...(returnUrl === undefined ? {} : { return_url: returnUrl }),
        })
        .where('session_id', '=', sessionId)
        .where('erasure_requested_at', 'is', null)
        .execute()
    },
    async spendHandover(tokenHash, ownerHash, now) {
      const row = await db
        .updateTable('sessions')
        .set({ owner_hash: ownerHash, handover_hash: null, handover_expires_at: null })
        .where('handover_hash', '=', tokenHash)
        .where(isOurs)
        .where('handover_expires_at', '>', now)
        .where('erasure_requested_at', 'is', null)
        .returningAll()
        .executeTakeFirst()
      return toSession(row)
    },
    async requestErasure(sessionId, now) {
      const changed = await change(sessionId, now, (current) =>
        current.state === 'ERASED' || current.erasureRequestedAt !== undefined
          ? undefined
          : { ...current, erasureRequestedAt: now },
      )
      return changed?.session
    },
    ...createHolds(database),
    ...createRequestStore(db, cipher),
  }
}

function belongsTo(party: Party) {
  return (eb: ExpressionBuilder<Schema, 'sessions'>) => {
    if ('ownerHash' in party) return eb('owner_hash', '=', party.ownerHash)
    const ofCaller = eb('caller_hash', '=', party.callerHash)
    return 'userReference' in party
      ? eb.and([ofCaller, eb('user_reference', '=', party.userReference)])
      : ofCaller
  }
}

/** Whoever has the link, or the key of the order, finds nothing any more. */
async function forgetPerson(trx: Transaction<Schema>, sessionId: string): Promise<void> {
  await trx
    .updateTable('sessions')
    .set({ handover_hash: null, handover_expires_at: null })
    .where('session_id', '=', sessionId)
    .execute()
  await forgetRequests(trx, sessionId)
}
