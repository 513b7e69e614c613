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
  /** Sessions of another target are treated as unknown. */
  target: string
  /** SDK id; sessions of another application are treated as unknown. Undefined matches any. */
  application?: string | undefined
  /** The jobs to enqueue with a state change. `before` is undefined for a new session. */
  jobsForTransition: (after: Session, before: Session | undefined, now: number) => readonly NewJob[]
}

/** Longer than the 10 s after which a call to Yoti times out. */
const REFRESH_LEASE_MS = 15_000

export function createSessionStore(options: SessionStoreOptions): SessionStore {
  const { database, cipher, hashUserReference, target, application, jobsForTransition } = options
  const { db, engine } = database
  const inScope = filterByScope({ target, application })
  const selectSessions = () => db.selectFrom('sessions').selectAll().where(inScope)
  const erasedSessionCounts = createErasedSessionCounts(hashUserReference)
  const toSession = (row: Parameters<typeof fromRow>[0] | undefined) =>
    row === undefined ? undefined : fromRow(row, cipher)

  /** Changes a session under a row lock and enqueues the jobs that follow, in one transaction. */
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
      // The condition also guards against a state that another process has moved forward.
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
            handover_token_hash: handover?.tokenHash ?? null,
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
      const { count, firstAt } = await db
        .selectFrom('sessions')
        .select(({ fn }) => [
          fn.countAll<number | string>().as('count'),
          fn.min<number | null>('created_at').as('firstAt'),
        ])
        .where(matchesSubject(filter))
        .where('created_at', '>', since)
        .where('scenario', 'is', null)
        .executeTakeFirstOrThrow()
      const erasedAt = await erasedSessionCounts.findCreationTimes(db, filter, since)
      const times = [...(firstAt === null ? [] : [firstAt]), ...erasedAt]
      return { count: Number(count) + erasedAt.length, firstAt: Math.min(...times) }
    },

    async claimRefresh(sessionId, now, lastRefreshedBefore) {
      const row = await db
        .updateTable('sessions')
        .set({ last_refreshed_at: now, refresh_lease_expires_at: now + REFRESH_LEASE_MS })
        .where('session_id', '=', sessionId)
        .where(inScope)
        .where('state_rank', '<', rankState('COMPLETED'))
        .where('refresh_lease_expires_at', '<=', now)
        .where('last_refreshed_at', '<=', lastRefreshedBefore)
        .returningAll()
        .executeTakeFirst()
      return toSession(row)
    },
    async releaseRefresh(sessionId) {
      await db
        .updateTable('sessions')
        .set({ refresh_lease_expires_at: 0 })
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
          handover_token_hash: tokenHash,
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
        .set({ owner_hash: ownerHash, handover_token_hash: null, handover_expires_at: null })
        .where('handover_token_hash', '=', tokenHash)
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
    const matchesCaller = eb('caller_hash', '=', filter.callerHash)
    return 'userReference' in filter
      ? eb.and([matchesCaller, eb('user_reference', '=', filter.userReference)])
      : matchesCaller
  }
}

/** Invalidates the handover link and the idempotency key. */
async function redactSession(trx: Transaction<Schema>, sessionId: string): Promise<void> {
  await trx
    .updateTable('sessions')
    .set({ handover_token_hash: null, handover_expires_at: null })
    .where('session_id', '=', sessionId)
    .execute()
  await redactIdempotencyKeys(trx, sessionId)
}
