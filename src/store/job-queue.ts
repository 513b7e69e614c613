import { sql, type ExpressionBuilder, type Kysely, type Selectable } from 'kysely'
import type { Job, JobCount, JobType, JobQueue } from '../jobs/job-queue.js'
import type { Database } from './database.js'
import { createRequestRefresh } from './request-refresh.js'
import type { Schema, JobTable } from './schema.js'

export function createJobQueue({ db, engine }: Database): JobQueue {
  /** Of a session's events only the lowest that is not settled yet; one that was given up lets the next pass. */
  const isNextEvent = (eb: ExpressionBuilder<Schema, 'work'>) =>
    eb.not(
      eb.exists(
        eb
          .selectFrom('work as earlier')
          .select('earlier.id')
          .whereRef('earlier.session_id', '=', 'work.session_id')
          .where('earlier.kind', '=', 'deliver')
          .where('earlier.state', '=', 'waiting')
          .whereRef('earlier.event_rank', '<', 'work.event_rank'),
      ),
    )

  return {
    async claim(type, now, leaseExpiresAt, limit) {
      const due = db
        .selectFrom('work')
        .select('work.id')
        .where('work.kind', '=', type)
        .where('work.state', '=', 'waiting')
        .where('work.due_at', '<=', now)
        .where('work.lease_until', '<=', now)
        .$if(type === 'deliver', (query) => query.where(isNextEvent))
        .orderBy('work.due_at')
        .limit(limit)
        .$if(engine === 'postgres', (query) => query.forUpdate().skipLocked())
      const rows = await db
        .updateTable('work')
        .set((eb) => ({ lease_until: leaseExpiresAt, claims: eb('claims', '+', 1), hinted: 0 }))
        .where('id', 'in', due)
        // Again, because it may have changed while the rows were being locked.
        .where('state', '=', 'waiting')
        .where('lease_until', '<=', now)
        .returningAll()
        .execute()
      return rows.map(toJob)
    },
    async extendLeases(jobs, leaseExpiresAt) {
      for (const { id, leaseToken } of jobs) {
        await db
          .updateTable('work')
          .set({ lease_until: leaseExpiresAt })
          .where('id', '=', id)
          .where('claims', '=', leaseToken)
          // It may have been settled meanwhile: what nobody does would then wait for the lease to end.
          .where('lease_until', '>', 0)
          .execute()
      }
    },
    async finish(job, result, now) {
      const holdsLease = (eb: ExpressionBuilder<Schema, 'work'>) =>
        eb.and([
          eb('id', '=', job.id),
          eb('claims', '=', job.leaseToken),
          eb('state', '=', 'waiting'),
        ])

      if ('done' in result && job.event === undefined) {
        // One that was hinted at meanwhile is not done: below.
        const { numDeletedRows } = await db
          .deleteFrom('work')
          .where(holdsLease)
          .where('hinted', '=', 0)
          .executeTakeFirst()
        if (numDeletedRows > 0n) return
      }
      const dueAt = 'done' in result ? now : (result.retryAt ?? now)
      const failed = 'failed' in result
      const isDone = 'done' in result ? job.event !== undefined : false
      const isPermanentFailure = failed && result.retryAt === undefined
      // A bare number here would be written into the text: a statement of its own each time.
      await db
        .updateTable('work')
        .set((eb) => ({
          state: isDone ? 'done' : isPermanentFailure ? 'failed' : 'waiting',
          lease_until: 0,
          due_at: eb
            .case()
            .when('hinted', '=', 1)
            .then(eb.cast<number>(eb.val(now), 'bigint'))
            .else(eb.cast<number>(eb.val(dueAt), 'bigint'))
            .end(),
          attempts: failed ? eb('attempts', '+', 1) : sql<number>`0`,
          error: failed ? result.failed : null,
          ...(isDone ? { payload: null } : {}),
        }))
        .where(holdsLease)
        .execute()
      if (job.event !== undefined) await postponeLaterEvents(db, job, failed ? dueAt : now)
    },
    requestRefresh: createRequestRefresh(db),
    async count() {
      const rows = await db
        .selectFrom('work')
        .select(({ fn }) => [
          'kind',
          'state',
          fn.countAll<number | string>().as('count'),
          fn.min('due_at').as('oldest'),
        ])
        .where('state', '!=', 'done')
        .groupBy(['kind', 'state'])
        .execute()
      return rows.map(({ kind, state, count, oldest }) => ({
        type: kind as JobType,
        state: state as JobCount['state'],
        count: Number(count),
        oldestDueAt: oldest,
      }))
    },
    async retryFailed(now) {
      const { numUpdatedRows } = await db
        .updateTable('work')
        .set({ state: 'waiting', attempts: 0, due_at: now, lease_until: 0 })
        .where('state', '=', 'failed')
        // What was told later stands: telling the earlier now would turn the order round.
        .where((eb) => eb.not(eb.exists(selectLaterDelivered(eb))))
        .executeTakeFirst()
      return Number(numUpdatedRows)
    },
  }
}

function selectLaterDelivered(eb: ExpressionBuilder<Schema, 'work'>) {
  return eb
    .selectFrom('work as later')
    .select('later.id')
    .whereRef('later.session_id', '=', 'work.session_id')
    .where('later.kind', '=', 'deliver')
    .where('later.state', '=', 'done')
    .whereRef('later.event_rank', '>', 'work.event_rank')
}

/** The later events of a session wait with the first, so that none is looked at before it may be told. */
async function postponeLaterEvents(
  db: Kysely<Schema>,
  { id, sessionId }: Job,
  dueAt: number,
): Promise<void> {
  await db
    .updateTable('work')
    .set({ due_at: dueAt })
    .where('session_id', '=', sessionId)
    .where('kind', '=', 'deliver')
    .where('state', '=', 'waiting')
    .where('id', '!=', id)
    .execute()
}

function toJob(row: Selectable<JobTable>): Job {
  const { event, payload } = row
  return {
    id: row.id,
    type: row.kind as JobType,
    sessionId: row.session_id,
    ...(event === null || payload === null ? {} : { event: { name: event, payload } }),
    attempts: row.attempts,
    leaseToken: row.claims,
  }
}
