import { sql, type ExpressionBuilder, type Kysely, type Selectable } from 'kysely'
import type { Work, WorkCount, WorkKind, WorkQueue } from '../work/queue.js'
import type { Database } from './database.js'
import { createHints } from './hints.js'
import type { Schema, WorkTable } from './schema.js'

export function createWorkQueue({ db, engine }: Database): WorkQueue {
  /** Of a session's events only the lowest that is not settled yet; one that was given up lets the next pass. */
  const isFirst = (eb: ExpressionBuilder<Schema, 'work'>) =>
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
    async claim(kind, now, leaseEnd, limit) {
      const due = db
        .selectFrom('work')
        .select('work.id')
        .where('work.kind', '=', kind)
        .where('work.state', '=', 'waiting')
        .where('work.due_at', '<=', now)
        .where('work.lease_until', '<=', now)
        .$if(kind === 'deliver', (query) => query.where(isFirst))
        .orderBy('work.due_at')
        .limit(limit)
        .$if(engine === 'postgres', (query) => query.forUpdate().skipLocked())
      const rows = await db
        .updateTable('work')
        .set((eb) => ({ lease_until: leaseEnd, claims: eb('claims', '+', 1), hinted: 0 }))
        .where('id', 'in', due)
        // Again, because it may have changed while the rows were being locked.
        .where('state', '=', 'waiting')
        .where('lease_until', '<=', now)
        .returningAll()
        .execute()
      return rows.map(toWork)
    },
    async renew(work, leaseEnd) {
      for (const { id, claim } of work) {
        await db
          .updateTable('work')
          .set({ lease_until: leaseEnd })
          .where('id', '=', id)
          .where('claims', '=', claim)
          // It may have been settled meanwhile: what nobody does would then wait for the lease to end.
          .where('lease_until', '>', 0)
          .execute()
      }
    },
    async settle(work, result, now) {
      const mine = (eb: ExpressionBuilder<Schema, 'work'>) =>
        eb.and([eb('id', '=', work.id), eb('claims', '=', work.claim), eb('state', '=', 'waiting')])

      if ('done' in result && work.event === undefined) {
        // One that was hinted at meanwhile is not done: below.
        const { numDeletedRows } = await db
          .deleteFrom('work')
          .where(mine)
          .where('hinted', '=', 0)
          .executeTakeFirst()
        if (numDeletedRows > 0n) return
      }
      const again = 'done' in result ? now : (result.again ?? now)
      const failed = 'failed' in result
      const isOver = 'done' in result ? work.event !== undefined : false
      const isGivenUp = failed && result.again === undefined
      // A bare number here would be written into the text: a statement of its own each time.
      await db
        .updateTable('work')
        .set((eb) => ({
          state: isOver ? 'done' : isGivenUp ? 'failed' : 'waiting',
          lease_until: 0,
          due_at: eb
            .case()
            .when('hinted', '=', 1)
            .then(eb.cast<number>(eb.val(now), 'bigint'))
            .else(eb.cast<number>(eb.val(again), 'bigint'))
            .end(),
          attempts: failed ? eb('attempts', '+', 1) : sql<number>`0`,
          error: failed ? result.failed : null,
          ...(isOver ? { payload: null } : {}),
        }))
        .where(mine)
        .execute()
      if (work.event !== undefined) await holdBack(db, work, failed ? again : now)
    },
    hint: createHints(db),
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
        kind: kind as WorkKind,
        state: state as WorkCount['state'],
        count: Number(count),
        oldestDueAt: oldest,
      }))
    },
    async rerun(now) {
      const { numUpdatedRows } = await db
        .updateTable('work')
        .set({ state: 'waiting', attempts: 0, due_at: now, lease_until: 0 })
        .where('state', '=', 'failed')
        // What was told later stands: telling the earlier now would turn the order round.
        .where((eb) => eb.not(eb.exists(laterThatWasTold(eb))))
        .executeTakeFirst()
      return Number(numUpdatedRows)
    },
  }
}

function laterThatWasTold(eb: ExpressionBuilder<Schema, 'work'>) {
  return eb
    .selectFrom('work as later')
    .select('later.id')
    .whereRef('later.session_id', '=', 'work.session_id')
    .where('later.kind', '=', 'deliver')
    .where('later.state', '=', 'done')
    .whereRef('later.event_rank', '>', 'work.event_rank')
}

/** The later events of a session wait with the first, so that none is looked at before it may be told. */
async function holdBack(db: Kysely<Schema>, { id, sessionId }: Work, until: number): Promise<void> {
  await db
    .updateTable('work')
    .set({ due_at: until })
    .where('session_id', '=', sessionId)
    .where('kind', '=', 'deliver')
    .where('state', '=', 'waiting')
    .where('id', '!=', id)
    .execute()
}

function toWork(row: Selectable<WorkTable>): Work {
  const { event, payload } = row
  return {
    id: row.id,
    kind: row.kind as WorkKind,
    sessionId: row.session_id,
    ...(event === null || payload === null ? {} : { event: { name: event, payload } }),
    attempts: row.attempts,
    claim: row.claims,
  }
}
