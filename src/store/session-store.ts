import { type ExpressionBuilder, type Kysely, type Selectable } from 'kysely'
import type { Cipher } from '../secrets/cipher.js'
import type { HashUserReference } from '../secrets/derived-keys.js'
import type { Session } from '../sessions/session.js'
import type { SessionStore } from '../sessions/store.js'
import { createDailyCountStore } from './daily-counts.js'
import { createIdempotencyKeyStore, redactIdempotencyKeys } from './idempotency-keys.js'
import { prepare } from '../jobs/prepare.js'
import { enqueue, prepareUpsert } from '../jobs/queue.js'
import { createRunner, transact } from './database.js'
import { createOwnerStore } from './owner-store.js'
import type { Schema, SessionTable } from './schema.js'
import { createSessionAttemptStore } from './session-attempts.js'
import { fromRow, toChangingColumns, toRow } from './session-row.js'
import { createErasureSchedule } from './erasure-schedule.js'
import { createSessionList } from './session-list.js'
import type { DirectConnection } from './sqlite.js'

export interface SessionStoreOptions {
  db: Kysely<Schema>
  direct?: DirectConnection | undefined
  cipher: Cipher
  hashUserReference: HashUserReference
  /** Sessions of another target are treated as unknown. */
  target: string
  /** SDK id; sessions of another application are treated as unknown. Undefined matches any. */
  application?: string | undefined
}

/** Also invalidates the links. */
const ERASED_COLUMNS = {
  user_reference: null,
  return_url: null,
  handover_token_hash: null,
  handover_expires_at: null,
  phone_token_hash: null,
  phone_expires_at: null,
}

export function createSessionStore(options: SessionStoreOptions): SessionStore {
  const { db, cipher, hashUserReference, target, application } = options
  const runner = createRunner(db, options.direct)

  /** Sessions created before the application was stored match any application. */
  const inScope = (eb: ExpressionBuilder<Schema, 'sessions'>) =>
    eb.and([
      eb('target', '=', target),
      ...(application === undefined
        ? []
        : [eb.or([eb('application', 'is', null), eb('application', '=', application)])]),
    ])
  const selectSessions = (executor = db) =>
    executor.selectFrom('sessions').selectAll().where(inScope)
  const toSession = (row: Parameters<typeof fromRow>[0] | undefined) =>
    row === undefined ? undefined : fromRow(row, cipher)

  const insertSession = prepare(
    (
      row: ReturnType<typeof toRow> &
        Pick<
          Selectable<SessionTable>,
          'application' | 'handover_token_hash' | 'handover_expires_at'
        >,
    ) => db.insertInto('sessions').values(row),
  )
  const upsertJob = prepareUpsert(db)
  const attempts = createSessionAttemptStore(db, runner, hashUserReference)
  const findById = prepare(({ sessionId }: { sessionId: string }) =>
    selectSessions().where('session_id', '=', sessionId),
  )
  const findReference = prepare(({ sessionId }: { sessionId: string }) =>
    db
      .selectFrom('sessions')
      .select(['reference', 'state'])
      .where('session_id', '=', sessionId)
      .where(inScope)
      .$castTo<Pick<Session, 'reference' | 'state'>>(),
  )
  const selectLatest = () => selectSessions().orderBy('created_at', 'desc').limit(1)
  const findLatestOfOwner = prepare(({ ownerHash }: { ownerHash: string }) =>
    selectLatest().where('owner_hash', '=', ownerHash),
  )
  const findLatestOfUser = prepare((user: { callerHash: string; userReference: string }) =>
    selectLatest()
      .where('caller_hash', '=', user.callerHash)
      .where('user_reference', '=', user.userReference),
  )

  return {
    async insert(session, jobs, handover) {
      await runner.write(
        insertSession({
          ...toRow(session, cipher),
          application: application ?? null,
          handover_token_hash: handover?.tokenHash ?? null,
          handover_expires_at: handover?.expiresAt ?? null,
        }),
        ...jobs.map((job) => upsertJob(job, session.createdAt)),
        attempts.finish(session.reference),
      )
    },
    find: async (sessionId) => toSession(await runner.first(findById({ sessionId }))),
    findReference: (sessionId) => runner.first(findReference({ sessionId })),
    findLatest: async (subject) =>
      toSession(
        await runner.first(
          'ownerHash' in subject ? findLatestOfOwner(subject) : findLatestOfUser(subject),
        ),
      ),

    update(before, after, jobs, now) {
      const { erasureRequestedAt = null, decision } = before
      const isErased = after.state === 'ERASED'
      const save = async (trx: Kysely<Schema>): Promise<boolean> => {
        const { numUpdatedRows } = await trx
          .updateTable('sessions')
          .set({ ...toChangingColumns(after, cipher), ...(isErased ? ERASED_COLUMNS : {}) })
          .where('session_id', '=', before.sessionId)
          .where('state', '=', before.state)
          .where('erasure_requested_at', 'is not distinct from', erasureRequestedAt)
          .where('decided_at', 'is not distinct from', decision?.decidedAt ?? null)
          .executeTakeFirst()
        if (numUpdatedRows === 0n) return false
        for (const job of jobs) await enqueue(trx, job, now)
        if (isErased) {
          await redactIdempotencyKeys(trx, before.sessionId)
        }
        return true
      }
      return isErased || jobs.length > 0 ? transact(db, save) : save(db)
    },
    scheduleErasure: createErasureSchedule(db, inScope),
    list: createSessionList({
      db,
      cipher,
      selectSessions,
      toSession: (row) => fromRow(row, cipher),
    }),
    ...createOwnerStore({ db, inScope, selectSessions, toSession }),
    ...createIdempotencyKeyStore(db, cipher),
    ...createDailyCountStore(db),
    ...attempts.store,
  }
}
