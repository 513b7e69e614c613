import { expressionBuilder, sql, type Insertable, type Selectable } from 'kysely'
import { changeBatch, type Batch } from './batches.js'
import {
  JOB_STATES,
  JOB_TYPES,
  toJobId,
  type Job,
  type JobCount,
  type JobDatabase,
  type JobResult,
  type JobSchema,
  type JobTable,
  type JobType,
  type NewJob,
} from './job.js'
import type { Locks } from './locks.js'
import { createBatchedWrite, prepare } from './throughput.js'

/** More jobs of a kind are not counted, so that a large backlog costs no scan. */
const MAX_COUNT = 1000

export type JobQueue = ReturnType<typeof createJobQueue>

/** Shared by all processes on one database. */
export function createJobQueue(db: JobDatabase, locks: Locks) {
  return {
    /** Locks up to `limit` due jobs. Of a session's events only the first one can be claimed. */
    async claim(type: JobType, now: number, limit: number): Promise<Job[]> {
      const due = await db
        .selectFrom('jobs')
        .select('jobs.id')
        .where('jobs.type', '=', type)
        .where('jobs.state', '=', 'waiting')
        .where('jobs.due_at', '<=', now)
        .where('jobs.id', 'not in', (eb) =>
          eb.selectFrom('locks').select('name').where('expires_at', '>', Date.now()),
        )
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
    requestRefresh: createBatchedWrite<number>(async (dueAtBySession) => {
      const now = Math.max(...dueAtBySession.values())
      // A fixed order prevents deadlocks between processes.
      const rows = [...dueAtBySession]
        .sort()
        .map(([sessionId, dueAt]) => toRow({ type: 'refresh', sessionId, dueAt }, now))
      await upsertRows(db, rows).execute()
    }),
    async count(): Promise<JobCount[]> {
      const counts: JobCount[] = []
      for (const type of JOB_TYPES) {
        for (const state of JOB_STATES) {
          const first = db
            .selectFrom('jobs')
            .select('due_at')
            .where('type', '=', type)
            .where('state', '=', state)
            .orderBy('due_at')
            .limit(MAX_COUNT)
          const { count, oldestDueAt } = await db
            .selectFrom(first.as('first'))
            .select(({ fn }) => [
              fn.countAll<number>().as('count'),
              fn.min<number | null>('due_at').as('oldestDueAt'),
            ])
            .executeTakeFirstOrThrow()
          if (oldestDueAt !== null) counts.push({ type, state, count, oldestDueAt })
        }
      }
      return counts
    },
    /** After the clock was set back, so that no job waits longer than its delay. An erasure checks its own time. */
    async makeDue(now: number): Promise<void> {
      const set = sql`due_at = ${now}`
      await changeAll(db, ['refresh', 'deliver'], 'waiting', now, { set })
    },
    /** Makes failed jobs due. Resolves to their number. */
    retryFailed: (now: number): Promise<number> =>
      changeAll(db, JOB_TYPES, 'failed', 0, {
        set: sql`state = 'waiting', attempts = 0, due_at = ${now}`,
        // A later event was delivered, so delivering this one now would reverse their order.
        only: hasNoOtherEvent('done', '>'),
      }),
  }
}

/** In batches, from the first due to the last one. Resolves to the number of rows that changed. */
async function changeAll(
  db: JobDatabase,
  types: readonly JobType[],
  state: JobTable['state'],
  after: number,
  change: Pick<Batch, 'set' | 'only'>,
): Promise<number> {
  let count = 0
  for (const type of types) {
    for (let end: number | undefined = after; end !== undefined;) {
      const condition = sql`type = ${type} and state = ${state} and due_at > ${end}`
      const batch = { ...change, table: 'jobs', column: sql`due_at`, condition }
      const changed = await changeBatch(db, batch)
      count += changed.count
      end = changed.end
    }
  }
  return count
}

/** Events of one session are delivered in the order of their ranks. */
function hasNoOtherEvent(state: JobTable['state'], comparison: '<' | '>') {
  const eb = expressionBuilder<JobSchema, 'jobs'>()
  return eb.not(
    eb.exists(
      eb
        .selectFrom('jobs as other')
        .select('other.id')
        .whereRef('other.session_id', '=', 'jobs.session_id')
        .where('other.type', '=', 'deliver')
        .where('other.state', '=', state)
        .whereRef('other.event_rank', comparison, 'jobs.event_rank'),
    ),
  )
}

/**
 * A session has at most one job of each type, and one for each event. Enqueuing a job again can
 * make it due earlier, never later; enqueuing an event again changes nothing.
 */
export async function enqueue(db: JobDatabase, job: NewJob, now: number): Promise<void> {
  if (job.event === undefined) {
    await upsertRows(db, [toRow(job, now)]).execute()
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
export function prepareUpsert(db: JobDatabase) {
  const upsert = prepare((row: Insertable<JobTable>) => upsertRows(db, [row]))
  return (job: NewJob, now: number) => upsert(toRow(job, now))
}

function upsertRows(db: JobDatabase, rows: readonly Insertable<JobTable>[]) {
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
