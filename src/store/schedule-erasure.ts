import { sql } from 'kysely'
import type { Database } from './database.js'
import type { SessionScope } from './session-scope.js'

/**
 * Enqueues the erasure of sessions that ended before `ERASE_AFTER` was set, or while it was longer.
 * Idempotent, so that every process can run it at startup.
 */
export async function scheduleErasure(
  { db }: Pick<Database, 'db'>,
  options: { eraseAfterMs: number; now: number } & SessionScope,
): Promise<void> {
  const { eraseAfterMs, target, application, now } = options
  const ofApplication =
    application === undefined
      ? sql``
      : sql`and (application is null or application = ${application})`
  await sql`
    insert into jobs (id, type, session_id, event_rank, state, due_at, created_at)
    select session_id || '/erase', 'erase', session_id, 0, 'waiting', ended_at + ${eraseAfterMs}, ${now}
    from sessions
    where target = ${target} ${ofApplication}
      and state in ('COMPLETED', 'EXPIRED') and ended_at is not null
    order by session_id
    on conflict (id) do update set due_at = excluded.due_at
    where jobs.state = 'waiting' and jobs.attempts = 0 and jobs.due_at > excluded.due_at
  `.execute(db)
}
