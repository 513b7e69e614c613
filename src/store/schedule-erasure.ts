import { sql } from 'kysely'
import type { Database } from './database.js'
import type { Maker } from './whose-sessions.js'

/**
 * Gives sessions that ended while nobody wanted them erased, or wanted it later, their work to
 * erase them. May be done at each start, and by several processes: what is there already stays.
 *
 * @param wish `eraseAfter` in milliseconds after the end, and who we talk to
 */
export async function scheduleErasure(
  { db }: Pick<Database, 'db'>,
  wish: { eraseAfter: number; now: number } & Maker,
): Promise<void> {
  const { eraseAfter, target, application, now } = wish
  const ofApplication =
    application === undefined
      ? sql``
      : sql`and (application is null or application = ${application})`
  await sql`
    insert into work (id, kind, session_id, event_rank, state, due_at, created_at)
    select session_id || '/erase', 'erase', session_id, 0, 'waiting', ended_at + ${eraseAfter}, ${now}
    from sessions
    where target = ${target} ${ofApplication}
      and state in ('COMPLETED', 'EXPIRED') and ended_at is not null
    order by session_id
    on conflict (id) do update set due_at = excluded.due_at
    where work.state = 'waiting' and work.attempts = 0 and work.due_at > excluded.due_at
  `.execute(db)
}
