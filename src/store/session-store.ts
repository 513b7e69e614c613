import { sql, type ExpressionBuilder, type Kysely, type Selectable } from 'kysely'
import type { Cipher } from '../secrets/cipher.js'
import type { HashUserReference } from '../secrets/derived-keys.js'
import type { Session } from '../sessions/session.js'
import type { SessionStore } from '../sessions/store.js'
import { createDailyCountStore } from './daily-counts.js'
import { createIdempotencyKeyStore, redactIdempotencyKeys } from './idempotency-keys.js'
import { BATCH_SIZE } from '../jobs/job.js'
import { prepare } from '../jobs/prepare.js'
import { enqueue, prepareUpsert } from '../jobs/queue.js'
import { createRunner, transact } from './database.js'
import { createOwnerStore } from './owner-store.js'
import type { Schema, SessionTable } from './schema.js'
import { createSessionAttemptStore } from './session-attempts.js'
import { fromRow, toChangingColumns, toRow } from './session-row.js'
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
      const erasureRequestedAt = before.erasureRequestedAt ?? null
      const isErased = after.state === 'ERASED'
      const save = async (trx: Kysely<Schema>): Promise<boolean> => {
        const { numUpdatedRows } = await trx
          .updateTable('sessions')
          .set({ ...toChangingColumns(after, cipher), ...(isErased ? ERASED_COLUMNS : {}) })
          .where('session_id', '=', before.sessionId)
          .where('state', '=', before.state)
          .where(
            'erasure_requested_at',
            erasureRequestedAt === null ? 'is' : '=',
            erasureRequestedAt,
          )
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
    async scheduleErasure(eraseAfterMs, now) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('jobs')
        .columns(['id', 'type', 'session_id', 'event_rank', 'state', 'due_at', 'created_at'])
        .expression(
          db
            .selectFrom('sessions')
            .select([
              sql<string>`session_id || '/erase'`.as('id'),
              sql<string>`'erase'`.as('type'),
              'session_id',
              sql<number>`0`.as('event_rank'),
              sql<'waiting'>`'waiting'`.as('state'),
              sql<number>`cast(${now} as bigint)`.as('due_at'),
              sql<number>`cast(${now} as bigint)`.as('created_at'),
            ])
            .where(inScope)
            .where('ended_at', '<=', now - eraseAfterMs)
            .where('erasure_requested_at', 'is', null)
            .where('erased_at', 'is', null)
            .orderBy('ended_at')
            .limit(BATCH_SIZE),
        )
        .onConflict((conflict) =>
          conflict
            .column('id')
            .doUpdateSet((eb) => ({ state: 'waiting', due_at: eb.ref('excluded.due_at') }))
            // It failed while the session was out of scope, or an earlier release scheduled it.
            .where((eb) =>
              eb.or([
                eb('jobs.state', '=', 'failed'),
                eb.and([
                  eb('jobs.attempts', '=', 0),
                  eb('jobs.due_at', '>', eb.ref('excluded.due_at')),
                ]),
              ]),
            ),
        )
        .executeTakeFirstOrThrow()
      return Number(numInsertedOrUpdatedRows)
    },

    ...createOwnerStore({ db, inScope, selectSessions, toSession }),
    ...createIdempotencyKeyStore(db, cipher),
    ...createDailyCountStore(db),
    ...attempts.store,
  }
}
