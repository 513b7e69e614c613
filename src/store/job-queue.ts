import { sql, type ExpressionBuilder, type Insertable, type Kysely, type Selectable } from 'kysely'
import {
  toJobId,
  type Job,
  type JobCount,
  type JobType,
  type JobQueue,
  type JobResult,
  type NewJob,
} from '../jobs/job-queue.js'
import { createBatchedWrite } from '../jobs/throughput.js'
import type { LeaseLocks } from './locks.js'
import type { Schema, JobTable } from './schema.js'

export function createJobQueue(db: Kysely<Schema>, locks: LeaseLocks): JobQueue {
  return {
    async claim(type, now, limit) {
      const due = await db
        .selectFrom('jobs')
        .select('jobs.id')
        .where('jobs.type', '=', type)
        .where('jobs.state', '=', 'waiting')
        .where('jobs.due_at', '<=', now)
        .where(isUnlocked)
        .$if(type === 'deliver', (query) => query.where(isNextEvent))
        .orderBy('jobs.due_at')
        .limit(limit)
        .execute()
      const ids = await locks.acquire(due.map(({ id }) => id))
      if (ids.length === 0) return []
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
    },
    async finish(job, result, now) {
      try {
        await finishJob(db, locks.holder, job, result, now)
      } finally {
        await locks.release([job.id])
      }
    },
    requestRefresh: createBatchedWrite((dueAt) => {
      // A fixed order prevents deadlocks between processes.
      const sorted = [...dueAt].sort(([a], [b]) => (a < b ? -1 : 1))
      const jobs = sorted.map(
        ([sessionId, at]) => ({ type: 'refresh', sessionId, dueAt: at }) as const,
      )
      return upsertJobs(db, jobs, Math.max(...dueAt.values()))
    }),
    async count() {
      const rows = await db
        .selectFrom('jobs')
        .select(({ fn }) => [
          'type',
          'state',
          fn.countAll<number | string>().as('count'),
          fn.min('due_at').as('oldest'),
        ])
        .where('state', '!=', 'done')
        .groupBy(['type', 'state'])
        .execute()
      return rows.map(({ type, state, count, oldest }) => ({
        type: type as JobType,
        state: state as JobCount['state'],
        count: Number(count),
        oldestDueAt: oldest,
      }))
    },
    async retryFailed(now) {
      const { numUpdatedRows } = await db
        .updateTable('jobs')
        .set({ state: 'waiting', attempts: 0, due_at: now })
        .where('state', '=', 'failed')
        // A later event was delivered, so delivering this one now would reverse their order.
        .where((eb) => eb.not(eb.exists(selectLaterDelivered(eb))))
        .executeTakeFirst()
      return Number(numUpdatedRows)
    },
  }
}

/**
 * A session has at most one job of each type, and one for each event. Enqueuing a job again moves
 * its due time forward; enqueuing an event again changes nothing.
 */
export async function enqueue(db: Kysely<Schema>, job: NewJob, now: number): Promise<void> {
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

/** For jobs without an event. */
async function upsertJobs(db: Kysely<Schema>, jobs: readonly NewJob[], now: number): Promise<void> {
  await db
    .insertInto('jobs')
    .values(jobs.map((job) => toRow(job, now)))
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
    .execute()
}

/** Does nothing when another process holds the lock by now. */
async function finishJob(
  db: Kysely<Schema>,
  holder: string,
  job: Job,
  result: JobResult,
  now: number,
): Promise<void> {
  const isLockedByThisProcess = (eb: ExpressionBuilder<Schema, 'jobs'>) =>
    eb.exists(
      eb
        .selectFrom('locks')
        .select('locks.name')
        .whereRef('locks.name', '=', 'jobs.id')
        .where('locks.holder', '=', holder),
    )
  const isDone = 'done' in result
  if (isDone && job.event === undefined) {
    // A job that was enqueued again while it ran is not deleted but runs again.
    const { numDeletedRows } = await db
      .deleteFrom('jobs')
      .where('id', '=', job.id)
      .where(isLockedByThisProcess)
      .where('enqueued_again', '=', 0)
      .executeTakeFirst()
    if (numDeletedRows > 0n) return
  }
  const dueAt = isDone ? now : (result.retryAt ?? now)
  const failed = 'failed' in result
  const isDelivered = isDone && job.event !== undefined
  const hasFailed = failed && result.retryAt === undefined
  // Kysely would write a bare number into the SQL text, and SQLite would keep each text prepared.
  await db
    .updateTable('jobs')
    .set((eb) => ({
      state: isDelivered ? 'done' : hasFailed ? 'failed' : 'waiting',
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
    .where('id', '=', job.id)
    .where(isLockedByThisProcess)
    .execute()
  if (job.event === undefined) return
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

function isUnlocked(eb: ExpressionBuilder<Schema, 'jobs'>) {
  const lock = eb
    .selectFrom('locks')
    .select('locks.name')
    .whereRef('locks.name', '=', 'jobs.id')
    .where('locks.expires_at', '>', Date.now())
  return eb.not(eb.exists(lock))
}

/** A failed event does not block the later ones. */
function isNextEvent(eb: ExpressionBuilder<Schema, 'jobs'>) {
  const earlier = eb
    .selectFrom('jobs as earlier')
    .select('earlier.id')
    .whereRef('earlier.session_id', '=', 'jobs.session_id')
    .where('earlier.type', '=', 'deliver')
    .where('earlier.state', '=', 'waiting')
    .whereRef('earlier.event_rank', '<', 'jobs.event_rank')
  return eb.not(eb.exists(earlier))
}

function selectLaterDelivered(eb: ExpressionBuilder<Schema, 'jobs'>) {
  return eb
    .selectFrom('jobs as later')
    .select('later.id')
    .whereRef('later.session_id', '=', 'jobs.session_id')
    .where('later.type', '=', 'deliver')
    .where('later.state', '=', 'done')
    .whereRef('later.event_rank', '>', 'jobs.event_rank')
}

function toRow({ type, sessionId, dueAt, event }: NewJob, now: number): Insertable<JobTable> {
  return {
    id: toJobId(sessionId, type, event?.name),
    type,
    session_id: sessionId,
    event_name: event?.name ?? null,
    event_rank: event?.rank ?? 0,
    payload: event?.payload ?? null,
    state: 'waiting',
    due_at: dueAt,
    created_at: now,
  }
}

function toJob(row: Selectable<JobTable>): Job {
  const { event_name: name, payload } = row
  return {
    id: row.id,
    type: row.type as JobType,
    sessionId: row.session_id,
    ...(name === null || payload === null ? {} : { event: { name, payload } }),
    attempts: row.attempts,
  }
}
