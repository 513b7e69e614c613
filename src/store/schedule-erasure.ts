import { sql } from 'kysely'
import type { Database } from './database.js'
import type { SessionScope } from './session-scope.js'

/**
 * Gives sessions that ended while nobody wanted them erased, or wanted it later, their work to
 * erase them. May be done at each start, and by several processes: what is there already stays.
 *
 * @param options `eraseAfter` in milliseconds after the end, and who we talk to
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
    insert into work (id, kind, session_id, event_rank, state, due_at, created_at)
    select session_id || '/erase', 'erase', session_id, 0, 'waiting', ended_at + ${eraseAfterMs}, ${now}
    from sessions
    where target = ${target} ${ofApplication}
      and state in ('COMPLETED', 'EXPIRED') and ended_at is not null
    order by session_id
    on conflict (id) do update set due_at = excluded.due_at
    where work.state = 'waiting' and work.attempts = 0 and work.due_at > excluded.due_at
  `.execute(db)
}
