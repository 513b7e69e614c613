import type { Insertable, Kysely } from 'kysely'
import { enqueue, prepareUpsert } from '../jobs/queue.js'
import { prepare } from '../jobs/throughput.js'
import type { HashUserReference } from '../secrets/derived-keys.js'
import type { Session } from '../sessions/session.js'
import type { SessionStore } from '../sessions/store.js'
import { createRunner, transact } from './database.js'
import { createErasureSchedule } from './erasure-schedule.js'
import { createIdempotencyKeyStore, REDACTED_KEY } from './idempotency-keys.js'
import { createOwnerStore } from './owner-store.js'
import type { Schema, SessionTable } from './schema.js'
import { createSessionAttemptStore } from './session-attempts.js'
import { createSessionList } from './session-list.js'
import {
  createSessionScope,
  toChangingColumns,
  toRow,
  type SessionScopeOptions,
} from './session-row.js'
import type { DirectConnection } from './sqlite.js'

export interface SessionStoreOptions extends SessionScopeOptions {
  direct?: DirectConnection | undefined
  hashUserReference: HashUserReference
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
  const { db, cipher, hashUserReference, application } = options
  const runner = createRunner(db, options.direct)
  const scope = createSessionScope(options)
  const { inScope, selectSessions, toSession } = scope

  const insertSession = prepare((row: Insertable<SessionTable>) =>
    db.insertInto('sessions').values(row),
  )
  const upsertJob = prepareUpsert(db)
  const finishAttempt = prepare(({ reference }: { reference: string }) =>
    db.updateTable('session_attempts').set({ finished: 1 }).where('reference', '=', reference),
  )
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
        finishAttempt({ reference: session.reference }),
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
      const { sessionId, state, erasureRequestedAt = null, decision } = before
      const isErased = after.state === 'ERASED'
      const save = async (trx: Kysely<Schema>): Promise<boolean> => {
        const { numUpdatedRows } = await trx
          .updateTable('sessions')
          .set({ ...toChangingColumns(after, cipher), ...(isErased ? ERASED_COLUMNS : {}) })
          .where('session_id', '=', sessionId)
          .where('state', '=', state)
          .where('erasure_requested_at', 'is not distinct from', erasureRequestedAt)
          .where('decided_at', 'is not distinct from', decision?.decidedAt ?? null)
          .executeTakeFirst()
        if (numUpdatedRows === 0n) return false
        for (const job of jobs) await enqueue(trx, job, now)
        if (isErased) {
          const keys = trx.updateTable('idempotency_keys').set(REDACTED_KEY)
          await keys.where('session_id', '=', sessionId).execute()
        }
        return true
      }
      return isErased || jobs.length > 0 ? transact(db, save) : save(db)
    },
    scheduleErasure: createErasureSchedule(scope),
    list: createSessionList(scope),
    ...createOwnerStore(scope),
    ...createIdempotencyKeyStore(db, cipher),
    ...createSessionAttemptStore(db, runner, hashUserReference),
  }
}
