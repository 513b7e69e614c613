import type { ExpressionBuilder, UpdateQueryBuilder, UpdateResult } from 'kysely'
import {
  BATCH_SIZE,
  JOB_STATES,
  JOB_TYPES,
  type JobCount,
  type JobDatabase,
  type JobSchema,
  type JobTable,
} from './job.js'

const MAX_COUNT = 1000

type JobUpdate = UpdateQueryBuilder<JobSchema, 'jobs', 'jobs', UpdateResult>

/** Operations on all jobs, of which there may be millions. */
export function createBacklog(db: JobDatabase) {
  return {
    /** Counts at most MAX_COUNT of each, so that a large backlog costs no scan. */
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
      for (const type of ['refresh', 'deliver'] as const) {
        await updateInBatches(db, { type, state: 'waiting', after: now }, (batch) =>
          batch.set({ due_at: now }),
        )
      }
    },
    /** Makes failed jobs due. Resolves to their number. */
    async retryFailed(now: number): Promise<number> {
      let count = 0
      for (const type of JOB_TYPES) {
        count += await updateInBatches(db, { type, state: 'failed', after: 0 }, (batch) =>
          batch
            .set({ state: 'waiting', attempts: 0, due_at: now })
            // A later event was delivered, so delivering this one now would reverse their order.
            .where(hasNoOtherEvent('done', '>')),
        )
      }
      return count
    },
  }
}

/** From the first due to the last one. Resolves to the number of rows that changed. */
async function updateInBatches(
  db: JobDatabase,
  { type, state, after }: Pick<JobTable, 'type' | 'state'> & { after: number },
  change: (batch: JobUpdate) => JobUpdate,
): Promise<number> {
  let count = 0
  for (let end: number | undefined = after; end !== undefined;) {
    const from: number = end
    const isLater = (eb: ExpressionBuilder<JobSchema, 'jobs'>) =>
      eb.and([eb('type', '=', type), eb('state', '=', state), eb('due_at', '>', from)])
    const last = await db
      .selectFrom('jobs')
      .select('due_at')
      .where(isLater)
      .orderBy('due_at')
      .limit(1)
      .offset(BATCH_SIZE - 1)
      .executeTakeFirst()
    end = last?.due_at
    const batch = db
      .updateTable('jobs')
      .where(isLater)
      .where('due_at', '<=', end ?? Number.MAX_SAFE_INTEGER)
    count += Number((await change(batch).executeTakeFirst()).numUpdatedRows)
  }
  return count
}

/** Events of one session are delivered in the order of their ranks. */
export function hasNoOtherEvent(state: JobTable['state'], comparison: '<' | '>') {
  return (eb: ExpressionBuilder<JobSchema, 'jobs'>) =>
    eb.not(
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
