import { sql, type Insertable, type Selectable } from 'kysely'
import { createBacklog, hasNoOtherEvent } from './backlog.js'
import {
  toJobId,
  type Job,
  type JobDatabase,
  type JobResult,
  type JobTable,
  type JobType,
  type NewJob,
} from './job.js'
import type { Locks } from './locks.js'
import { prepare } from './prepare.js'
import { createBatchedWrite } from './throughput.js'

export type JobQueue = ReturnType<typeof createJobQueue>

/** Shared by all processes on one database. */
export function createJobQueue(db: JobDatabase, locks: Locks) {
  const selectLocks = () => db.selectFrom('locks').select('name')

  return {
    /** Locks up to `limit` due jobs. Of a session's events only the first one can be claimed. */
    async claim(type: JobType, now: number, limit: number): Promise<Job[]> {
      const due = await db
        .selectFrom('jobs')
        .select('jobs.id')
        .where('jobs.type', '=', type)
        .where('jobs.state', '=', 'waiting')
        .where('jobs.due_at', '<=', now)
        .where('jobs.id', 'not in', selectLocks().where('expires_at', '>', Date.now()))
        // A failed event does not block the later ones.
        .$if(type === 'deliver', (query) => query.where(hasNoOtherEvent('waiting', '<')))
        .orderBy('jobs.due_at')
        .limit(limit)
        .execute()
      const ids = await locks.acquire(due.map(({ id }) => id))
      if (ids.length === 0) return []
      try {
        const rows = await db
          .updateTable('jobs')
          .set({ enqueued_again: 0 })
          .where('id', 'in', ids)
          .where('state', '=', 'waiting')
          .where('due_at', '<=', now)
          .returningAll()
          .execute()
        // Another process may have finished a job between the two queries.
        await locks.release(ids.filter((id) => rows.every((row) => row.id !== id)))
        return rows.map(toJob)
      } catch (err) {
        locks.abandon(ids)
        throw err
      }
    },
    /** A job that was enqueued again while it ran becomes due immediately. */
    async finish(job: Job, result: JobResult, now: number): Promise<void> {
      try {
        await finishJob(db, locks.holder, job, result, now)
      } catch (err) {
        locks.abandon([job.id])
        throw err
      }
      await locks.release([job.id])
    },
    /** Resolves once the request is durable. */
    requestRefresh: createBatchedWrite<number>((dueAtBySession) => {
      // A fixed order prevents deadlocks between processes.
      const jobs = [...dueAtBySession].sort().map(([sessionId, dueAt]): NewJob => {
        return { type: 'refresh', sessionId, dueAt }
      })
      return upsertJobs(db, jobs, Math.max(...dueAtBySession.values()))
    }),
    ...createBacklog(db),
  }
}

/**
 * A session has at most one job of each type, and one for each event. Enqueuing a job again can
 * make it due earlier, never later; enqueuing an event again changes nothing.
 */
export async function enqueue(db: JobDatabase, job: NewJob, now: number): Promise<void> {
  if (job.event === undefined) {
    await upsertJobs(db, [job], now)
    return
  }
  // Events are delivered in order, so this one is due no earlier than those that still wait.
  const { latestDueAt } = await db
    .selectFrom('jobs')
    .select(({ fn }) => fn.max<number | null>('due_at').as('latestDueAt'))
    .where('session_id', '=', job.sessionId)
    .where('type', '=', 'deliver')
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('jobs')
    .values(toRow({ ...job, dueAt: Math.max(job.dueAt, latestDueAt ?? 0) }, now))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

async function upsertJobs(db: JobDatabase, jobs: readonly NewJob[], now: number): Promise<void> {
  await buildUpsert(
    db,
    jobs.map((job) => toRow(job, now)),
  ).execute()
}

/** For jobs without an event. */
export function prepareUpsert(db: JobDatabase) {
  const upsert = prepare((row: Insertable<JobTable>) => buildUpsert(db, [row]))
  return (job: NewJob, now: number) => upsert(toRow(job, now))
}

function buildUpsert(db: JobDatabase, rows: readonly Insertable<JobTable>[]) {
  return db
    .insertInto('jobs')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((eb) => ({
        state: 'waiting',
        enqueued_again: 1,
        attempts: 0,
        due_at: eb
          .case()
          .when('jobs.due_at', '<', eb.ref('excluded.due_at'))
          .then(eb.ref('jobs.due_at'))
          .else(eb.ref('excluded.due_at'))
          .end(),
      })),
    )
}

/** Changes nothing when another process holds the lock by now. */
async function finishJob(
  db: JobDatabase,
  holder: string,
  job: Job,
  result: JobResult,
  now: number,
): Promise<void> {
  const heldLock = db
    .selectFrom('locks')
    .select('name')
    .where('name', '=', job.id)
    .where('holder', '=', holder)
  const isDone = 'done' in result
  if (isDone && job.event === undefined) {
    // A job that was enqueued again while it ran is not deleted but runs again.
    const { numDeletedRows } = await db
      .deleteFrom('jobs')
      .where('id', 'in', heldLock)
      .where('enqueued_again', '=', 0)
      .executeTakeFirst()
    if (numDeletedRows > 0n) return
  }
  const dueAt = isDone ? now : (result.retryAt ?? now)
  const failed = 'failed' in result
  const isDelivered = isDone && job.event !== undefined
  const isPermanentFailure = failed && result.retryAt === undefined
  // Kysely would write a bare number into the SQL text, and SQLite would keep each text prepared.
  const { numUpdatedRows } = await db
    .updateTable('jobs')
    .set((eb) => ({
      state: isDelivered ? 'done' : isPermanentFailure ? 'failed' : 'waiting',
      due_at: eb
        .case()
        .when('enqueued_again', '=', 1)
        .then(eb.cast<number>(eb.val(now), 'bigint'))
        .else(eb.cast<number>(eb.val(dueAt), 'bigint'))
        .end(),
      attempts: failed ? eb('attempts', '+', 1) : sql<number>`0`,
      error_code: failed ? result.failed : null,
      ...(isDelivered ? { payload: null } : {}),
    }))
    .where('id', 'in', heldLock)
    .executeTakeFirst()
  if (job.event === undefined || numUpdatedRows === 0n) return
  // So that no query claims a later event before the first one is due.
  await db
    .updateTable('jobs')
    .set({ due_at: failed ? dueAt : now })
    .where('session_id', '=', job.sessionId)
    .where('type', '=', 'deliver')
    .where('state', '=', 'waiting')
    .where('id', '!=', job.id)
    .execute()
}

function toRow({ type, sessionId, dueAt, event }: NewJob, now: number) {
  return {
    id: toJobId(sessionId, type, event?.name),
    type,
    session_id: sessionId,
    event_name: event?.name ?? null,
    event_rank: event?.rank ?? 0,
    payload: event?.payload ?? null,
    state: 'waiting' as const,
    due_at: dueAt,
    created_at: now,
  }
}

function toJob(row: Selectable<JobTable>): Job {
  const { event_name: name, payload } = row
  return {
    id: row.id,
    type: row.type,
    sessionId: row.session_id,
    ...(name === null || payload === null ? {} : { event: { name, payload } }),
    attempts: row.attempts,
  }
}
