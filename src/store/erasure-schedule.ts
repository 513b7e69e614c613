import { sql } from 'kysely'
import { BATCH_SIZE } from '../jobs/batches.js'
import { RETENTION_GRACE_MS } from '../sessions/session.js'
import type { SessionStore } from '../sessions/store.js'
import type { SessionScope } from './session-row.js'

/** In the words of migration 017, so that its indexes apply. `computeErasureDueAt` agrees. */
const SETTLED = {
  at: sql<number>`coalesce(decided_at, ended_at)`,
  condition: sql<boolean>`outcome <> 'REVIEW'`,
}
const REVIEWED = {
  at: sql<number>`coalesce(yoti_retention_ends_at, ended_at)`,
  condition: sql<boolean>`(outcome = 'REVIEW' or decided_at is not null)`,
}

export function createErasureSchedule({
  db,
  inScope,
}: SessionScope): SessionStore['scheduleErasure'] {
  return async (eraseAfterMs, now) => {
    const endedBy = now - eraseAfterMs
    let count = 0
    for (const { at, condition, until } of [
      { ...SETTLED, until: endedBy },
      { ...REVIEWED, until: now + RETENTION_GRACE_MS },
    ]) {
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
            .where(condition)
            .where(at, '<=', until)
            // As an expression, so that no other index is preferred.
            .where(sql`ended_at + 0`, '<=', endedBy)
            .where('erasure_requested_at', 'is', null)
            .where('erased_at', 'is', null)
            .orderBy(at)
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
      count += Number(numInsertedOrUpdatedRows)
    }
    return count
  }
}
