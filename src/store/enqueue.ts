import type { Insertable, Kysely } from 'kysely'
import type { NewJob } from '../jobs/job-queue.js'
import type { Schema, JobTable } from './schema.js'

/**
 * A session has at most one job of each type, and one for each event. Enqueuing a job again moves
 * its due time forward; enqueuing an event again changes nothing.
 */
export async function enqueue(db: Kysely<Schema>, job: NewJob, now: number): Promise<void> {
  if (job.event === undefined) await upsertJobs(db, [job], now)
  else {
    // Events are delivered in order, so this one is due no earlier than those that still wait.
    const { latestDueAt } = await db
      .selectFrom('jobs')
      .select(({ fn }) => fn.max<number | null>('due_at').as('latestDueAt'))
      .where('session_id', '=', job.sessionId)
      .where('type', '=', 'deliver')
      .where('state', '=', 'waiting')
      .executeTakeFirstOrThrow()
    const dueAt = Math.max(job.dueAt, latestDueAt ?? 0)
    await buildInsert(db, [{ ...job, dueAt }], now)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute()
  }
}

/** For a new session, which has no jobs yet. */
export async function insertJobs(
  db: Kysely<Schema>,
  jobs: readonly NewJob[],
  now: number,
): Promise<void> {
  await buildInsert(db, jobs, now).execute()
}

/** Enqueues jobs without events, at most one a session, in one statement. */
export async function upsertJobs(
  db: Kysely<Schema>,
  jobs: readonly NewJob[],
  now: number,
): Promise<void> {
  await buildInsert(db, jobs, now)
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet((eb) => ({
          state: 'waiting',
          enqueued_again: 1,
          attempts: 0,
          due_at: eb
            .case()
            .when('jobs.due_at', '<', eb.ref('excluded.due_at'))
            .then(eb.ref('jobs.due_at'))
            .else(eb.ref('excluded.due_at'))
            .end(),
        }))
        // Saves the write when nothing would change.
        .where((eb) =>
          eb.or([
            eb('jobs.state', '!=', 'waiting'),
            eb('jobs.enqueued_again', '=', 0),
            eb('jobs.attempts', '!=', 0),
            eb('jobs.due_at', '>', eb.ref('excluded.due_at')),
          ]),
        ),
    )
    .execute()
}

function buildInsert(db: Kysely<Schema>, jobs: readonly NewJob[], now: number) {
  return db.insertInto('jobs').values(jobs.map((job) => toRow(job, now)))
}

function toRow({ type, sessionId, dueAt, event }: NewJob, now: number): Insertable<JobTable> {
  return {
    id: [sessionId, type, event?.name].filter((part) => part !== undefined).join('/'),
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
