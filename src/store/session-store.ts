import type { ExpressionBuilder, Transaction } from 'kysely'
import type { Cipher } from '../secrets/cipher.js'
import type { HashUserReference } from '../secrets/hash-user-reference.js'
import { applyChange, canTransition } from '../sessions/transition.js'
import { rankState, type Session } from '../sessions/session.js'
import type { SubjectFilter, SessionStore } from '../sessions/store.js'
import type { NewJob } from '../jobs/job-queue.js'
import type { Database } from './database.js'
import { enqueue, insertJobs } from './enqueue.js'
import { createErasedSessionCounts } from './erased-session-counts.js'
import { createLocks } from './locks.js'
import { createIdempotencyKeyStore, redactIdempotencyKeys } from './idempotency-key-store.js'
import type { Schema } from './schema.js'
import { fromRow, toRow } from './session-row.js'
import { filterByScope } from './session-scope.js'

export interface SessionStoreOptions {
  database: Database
  cipher: Cipher
  hashUserReference: HashUserReference
  /** Sessions of another Yoti are as good as unknown: it knows nothing of them, and they show nothing of it. */
  target: string
  /** The SDK id, and so are those of another application; undefined for any, as an emulator's is new at each start. */
  application?: string | undefined
  /** The durable work that follows when a session goes from one state to the next; `before` is absent when it is new. */
  jobsForTransition: (after: Session, before: Session | undefined, now: number) => readonly NewJob[]
}

/** How long (milliseconds) one process may be asking Yoti about a session. A whole call lasts 10 s at most. */
const REFRESH_LEASE_MS = 15_000

export function createSessionStore(options: SessionStoreOptions): SessionStore {
  const { database, cipher, hashUserReference, target, application, jobsForTransition } = options
  const { db, engine } = database
  const inScope = filterByScope({ target, application })
  const selectSessions = () => db.selectFrom('sessions').selectAll().where(inScope)
  const erasedSessionCounts = createErasedSessionCounts(hashUserReference)
  const toSession = (row: Parameters<typeof fromRow>[0] | undefined) =>
    row === undefined ? undefined : fromRow(row, cipher)

  /** Changes a session under a lock, together with the work that follows. */
  const updateSession = (
    sessionId: string,
    now: number,
    decide: (current: Session) => Session | undefined,
  ): Promise<{ session: Session; before: Session; changed: boolean } | undefined> =>
    db.transaction().execute(async (trx) => {
      const row = await trx
        .selectFrom('sessions')
        .selectAll()
        .where('session_id', '=', sessionId)
        .where(inScope)
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
      for (const job of jobsForTransition(after, before, now)) await enqueue(trx, job, now)
      if (after.state === 'ERASED') {
        await erasedSessionCounts.record(trx, before, now)
        await redactSession(trx, sessionId)
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
        await insertJobs(
          trx,
          jobsForTransition(session, undefined, session.createdAt),
          session.createdAt,
        )
      })
    },
    async find(sessionId) {
      return toSession(
        await selectSessions().where('session_id', '=', sessionId).executeTakeFirst(),
      )
    },
    async findReference(sessionId) {
      const row = await db
        .selectFrom('sessions')
        .select(['reference', 'state'])
        .where('session_id', '=', sessionId)
        .where(inScope)
        .executeTakeFirst()
      return row as Pick<Session, 'reference' | 'state'> | undefined
    },
    async findLatest(filter) {
      const query = selectSessions()
        .where(matchesSubject(filter))
        .orderBy('created_at', 'desc')
        .limit(1)
      return toSession(await query.executeTakeFirst())
    },
    async countSince(filter, since) {
      const { count, first } = await db
        .selectFrom('sessions')
        .select(({ fn }) => [
          fn.countAll<number | string>().as('count'),
          fn.min<number | null>('created_at').as('first'),
        ])
        .where(matchesSubject(filter))
        .where('created_at', '>', since)
        .where('scenario', 'is', null)
        .executeTakeFirstOrThrow()
      const erased = await erasedSessionCounts.findCreationTimes(db, filter, since)
      const all = [...(first === null ? [] : [first]), ...erased]
      return { count: Number(count) + erased.length, firstAt: Math.min(...all) }
    },

    async claimRefresh(sessionId, now, notSince) {
      const row = await db
        .updateTable('sessions')
        .set({ read_at: now, reading_until: now + REFRESH_LEASE_MS })
        .where('session_id', '=', sessionId)
        .where(inScope)
        .where('state_rank', '<', rankState('COMPLETED'))
        .where('reading_until', '<=', now)
        .where('read_at', '<=', notSince)
        .returningAll()
        .executeTakeFirst()
      return toSession(row)
    },
    async releaseRefresh(sessionId) {
      await db
        .updateTable('sessions')
        .set({ reading_until: 0 })
        .where('session_id', '=', sessionId)
        .execute()
    },
    async transition(sessionId, change, now) {
      return updateSession(sessionId, now, (current) =>
        canTransition(current, change) ? applyChange(current, change, now) : undefined,
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
    async redeemHandover(tokenHash, ownerHash, now) {
      const row = await db
        .updateTable('sessions')
        .set({ owner_hash: ownerHash, handover_hash: null, handover_expires_at: null })
        .where('handover_hash', '=', tokenHash)
        .where(inScope)
        .where('handover_expires_at', '>', now)
        .where('erasure_requested_at', 'is', null)
        .returningAll()
        .executeTakeFirst()
      return toSession(row)
    },
    async requestErasure(sessionId, now) {
      const changed = await updateSession(sessionId, now, (current) =>
        current.state === 'ERASED' || current.erasureRequestedAt !== undefined
          ? undefined
          : { ...current, erasureRequestedAt: now },
      )
      return changed?.session
    },
    ...createLocks(database),
    ...createIdempotencyKeyStore(db, cipher),
  }
}

function matchesSubject(filter: SubjectFilter) {
  return (eb: ExpressionBuilder<Schema, 'sessions'>) => {
    if ('ownerHash' in filter) return eb('owner_hash', '=', filter.ownerHash)
    const ofCaller = eb('caller_hash', '=', filter.callerHash)
    return 'userReference' in filter
      ? eb.and([ofCaller, eb('user_reference', '=', filter.userReference)])
      : ofCaller
  }
}

/** Whoever has the link, or the key of the order, finds nothing any more. */
async function redactSession(trx: Transaction<Schema>, sessionId: string): Promise<void> {
  await trx
    .updateTable('sessions')
    .set({ handover_hash: null, handover_expires_at: null })
    .where('session_id', '=', sessionId)
    .execute()
  await redactIdempotencyKeys(trx, sessionId)
}
