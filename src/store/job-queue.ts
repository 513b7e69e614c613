import { sql, type ExpressionBuilder, type Kysely, type Selectable } from 'kysely'
import type { Job, JobCount, JobType, JobQueue } from '../jobs/job-queue.js'
import type { Database } from './database.js'
import { createRequestRefresh } from './request-refresh.js'
import type { Schema, JobTable } from './schema.js'

export function createJobQueue({ db, engine }: Database): JobQueue {
  /** A failed event does not block the later ones. */
  const isNextEvent = (eb: ExpressionBuilder<Schema, 'jobs'>) =>
    eb.not(
      eb.exists(
        eb
          .selectFrom('jobs as earlier')
          .select('earlier.id')
          .whereRef('earlier.session_id', '=', 'jobs.session_id')
          .where('earlier.type', '=', 'deliver')
          .where('earlier.state', '=', 'waiting')
          .whereRef('earlier.event_rank', '<', 'jobs.event_rank'),
      ),
    )

  return {
    async claim(type, now, leaseExpiresAt, limit) {
      const due = db
        .selectFrom('jobs')
        .select('jobs.id')
        .where('jobs.type', '=', type)
        .where('jobs.state', '=', 'waiting')
        .where('jobs.due_at', '<=', now)
        .where('jobs.lease_expires_at', '<=', now)
        .$if(type === 'deliver', (query) => query.where(isNextEvent))
        .orderBy('jobs.due_at')
        .limit(limit)
        .$if(engine === 'postgres', (query) => query.forUpdate().skipLocked())
      const rows = await db
        .updateTable('jobs')
        .set((eb) => ({
          lease_expires_at: leaseExpiresAt,
          lease_token: eb('lease_token', '+', 1),
          enqueued_again: 0,
        }))
        .where('id', 'in', due)
        // Repeated because a row may have changed before it was locked.
        .where('state', '=', 'waiting')
        .where('lease_expires_at', '<=', now)
        .returningAll()
        .execute()
      return rows.map(toJob)
    },
    async extendLeases(jobs, leaseExpiresAt) {
      for (const { id, leaseToken } of jobs) {
        await db
          .updateTable('jobs')
          .set({ lease_expires_at: leaseExpiresAt })
          .where('id', '=', id)
          .where('lease_token', '=', leaseToken)
          // A job finished in the meantime has no lease, and must not wait for one to expire.
          .where('lease_expires_at', '>', 0)
          .execute()
      }
    },
    async finish(job, result, now) {
      const holdsLease = (eb: ExpressionBuilder<Schema, 'jobs'>) =>
        eb.and([
          eb('id', '=', job.id),
          eb('lease_token', '=', job.leaseToken),
          eb('state', '=', 'waiting'),
        ])

      if ('done' in result && job.event === undefined) {
        // A job that was enqueued again while it ran is not deleted but runs again.
        const { numDeletedRows } = await db
          .deleteFrom('jobs')
          .where(holdsLease)
          .where('enqueued_again', '=', 0)
          .executeTakeFirst()
        if (numDeletedRows > 0n) return
      }
      const dueAt = 'done' in result ? now : (result.retryAt ?? now)
      const failed = 'failed' in result
      const isDone = 'done' in result ? job.event !== undefined : false
      const isPermanentFailure = failed && result.retryAt === undefined
      // Kysely would write a bare number into the SQL text, and SQLite would keep each text prepared.
      await db
        .updateTable('jobs')
        .set((eb) => ({
          state: isDone ? 'done' : isPermanentFailure ? 'failed' : 'waiting',
          lease_expires_at: 0,
          due_at: eb
            .case()
            .when('enqueued_again', '=', 1)
            .then(eb.cast<number>(eb.val(now), 'bigint'))
            .else(eb.cast<number>(eb.val(dueAt), 'bigint'))
            .end(),
          attempts: failed ? eb('attempts', '+', 1) : sql<number>`0`,
          error_code: failed ? result.failed : null,
          ...(isDone ? { payload: null } : {}),
        }))
        .where(holdsLease)
        .execute()
      if (job.event !== undefined) await postponeLaterEvents(db, job, failed ? dueAt : now)
    },
    requestRefresh: createRequestRefresh(db),
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
        .set({ state: 'waiting', attempts: 0, due_at: now, lease_expires_at: 0 })
        .where('state', '=', 'failed')
        // A later event was delivered, so delivering this one now would reverse their order.
        .where((eb) => eb.not(eb.exists(selectLaterDelivered(eb))))
        .executeTakeFirst()
      return Number(numUpdatedRows)
    },
  }
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

/** So that no query claims a later event before the first one is due. */
async function postponeLaterEvents(
  db: Kysely<Schema>,
  { id, sessionId }: Job,
  dueAt: number,
): Promise<void> {
  await db
    .updateTable('jobs')
    .set({ due_at: dueAt })
    .where('session_id', '=', sessionId)
    .where('type', '=', 'deliver')
    .where('state', '=', 'waiting')
    .where('id', '!=', id)
    .execute()
}

function toJob(row: Selectable<JobTable>): Job {
  const { event_name: name, payload } = row
  return {
    id: row.id,
    type: row.type as JobType,
    sessionId: row.session_id,
    ...(name === null || payload === null ? {} : { event: { name, payload } }),
    attempts: row.attempts,
    leaseToken: row.lease_token,
  }
}
