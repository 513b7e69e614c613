import type { Kysely } from 'kysely'
import type { NewWork } from '../work/queue.js'
import type { Schema } from './schema.js'

/**
 * At most one piece of a kind, and one of an event, for each session: adding it again brings it
 * forward. An event that is already there stays as it is.
 */
export async function addWork(db: Kysely<Schema>, work: NewWork, now: number): Promise<void> {
  const { kind, sessionId, dueAt, event } = work
  await db
    .insertInto('work')
    .values({
      id: [sessionId, kind, event?.name].filter((part) => part !== undefined).join('/'),
      kind,
      session_id: sessionId,
      event: event?.name ?? null,
      event_rank: event?.rank ?? 0,
      payload: event?.payload ?? null,
      state: 'waiting',
      due_at: dueAt,
      created_at: now,
    })
    .onConflict((conflict) =>
      event === undefined
        ? conflict.column('id').doUpdateSet((eb) => ({
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
        : conflict.column('id').doNothing(),
    )
    .execute()
}
