import type { Insertable, Kysely } from 'kysely'
import type { NewJob } from '../jobs/job-queue.js'
import type { Schema, JobTable } from './schema.js'

/**
 * At most one piece of a kind, and one of an event, for each session: adding it again brings it
 * forward. An event that is already there stays as it is.
 */
export async function enqueue(db: Kysely<Schema>, job: NewJob, now: number): Promise<void> {
  if (job.event === undefined) await upsertJobs(db, [job], now)
  else {
    // Not before the event that it has to follow.
    const { earlier } = await db
      .selectFrom('work')
      .select(({ fn }) => fn.max<number | null>('due_at').as('earlier'))
      .where('session_id', '=', job.sessionId)
      .where('kind', '=', 'deliver')
      .where('state', '=', 'waiting')
      .executeTakeFirstOrThrow()
    const dueAt = Math.max(job.dueAt, earlier ?? 0)
    await buildInsert(db, [{ ...job, dueAt }], now)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute()
  }
}

/** The first work of a session that is new itself: there is nothing to bring forward. */
export async function insertJobs(
  db: Kysely<Schema>,
  jobs: readonly NewJob[],
  now: number,
): Promise<void> {
  await buildInsert(db, jobs, now).execute()
}

/** Adds pieces of different sessions that are no events, in one statement. */
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
          hinted: 1,
          attempts: 0,
          due_at: eb
            .case()
            .when('work.due_at', '<', eb.ref('excluded.due_at'))
            .then(eb.ref('work.due_at'))
            .else(eb.ref('excluded.due_at'))
            .end(),
        }))
        // The tenth hint finds everything as the second left it.
        .where((eb) =>
          eb.or([
            eb('work.state', '!=', 'waiting'),
            eb('work.hinted', '=', 0),
            eb('work.attempts', '!=', 0),
            eb('work.due_at', '>', eb.ref('excluded.due_at')),
          ]),
        ),
    )
    .execute()
}

function buildInsert(db: Kysely<Schema>, jobs: readonly NewJob[], now: number) {
  return db.insertInto('work').values(jobs.map((job) => toRow(job, now)))
}

function toRow({ type, sessionId, dueAt, event }: NewJob, now: number): Insertable<JobTable> {
  return {
    id: [sessionId, type, event?.name].filter((part) => part !== undefined).join('/'),
    kind: type,
    session_id: sessionId,
    event: event?.name ?? null,
    event_rank: event?.rank ?? 0,
    payload: event?.payload ?? null,
    state: 'waiting',
    due_at: dueAt,
    created_at: now,
  }
}
