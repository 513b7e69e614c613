import { sql } from 'kysely'
import { RETENTION_GRACE_MS } from '../sessions/session.js'
import type { SessionStore } from '../sessions/store.js'
import type { SessionScope } from './session-row.js'
import { BATCH_SIZE } from './sweeps.js'

/** In the words of migration 017, so that its indexes apply. `computeErasureDueAt` agrees. */
const SETTLED = {
  at: sql`coalesce(decided_at, ended_at)`,
  condition: sql`outcome <> 'REVIEW'`,
}
const REVIEWED = {
  at: sql`coalesce(yoti_retention_ends_at, ended_at)`,
  condition: sql`(outcome = 'REVIEW' or decided_at is not null)`,
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
      const time = sql`cast(${now} as bigint)`
      // `+ 0`, so that no other index is preferred. A job of an earlier release may be due later,
      // and one may have failed while the session was out of scope.
      const { numAffectedRows } = await sql`
        insert into jobs (id, type, session_id, event_rank, state, due_at, created_at)
        select session_id || '/erase', 'erase', session_id, 0, 'waiting', ${time}, ${time}
        from sessions
        where ${inScope} and ${condition} and ${at} <= ${until} and ended_at + 0 <= ${endedBy}
          and erasure_requested_at is null and erased_at is null
        order by ${at} limit ${BATCH_SIZE}
        on conflict (id) do update set state = 'waiting', due_at = excluded.due_at
        where jobs.state = 'failed' or (jobs.attempts = 0 and jobs.due_at > excluded.due_at)
      `.execute(db)
      count += Number(numAffectedRows ?? 0)
    }
    return count
  }
}
