import { sql, type Generated, type Insertable, type Selectable } from 'kysely'
import type { DatabaseWith, Locks, LockTable } from './locks.js'
import { createBatchedWrite, prepare } from './throughput.js'

/** Refresh a session from Yoti, deliver an outcome webhook, erase a session at Yoti. */
export const JOB_TYPES = ['refresh', 'deliver', 'erase'] as const
export type JobType = (typeof JOB_TYPES)[number]

/** A session has at most one job of each type and event. */
export interface NewJob {
  type: JobType
  sessionId: string
  dueAt: number
  /** For `deliver` only. */
  event?: { name: string; payload: string; rank: number }
}

/** This process holds the lock with its id. */
export interface Job extends Pick<NewJob, 'type' | 'sessionId'> {
  id: string
  /** For `deliver` only. */
  event?: { name: string; payload: string }
  /** Failures so far. */
  attempts: number
}

export type JobResult =
  | { done: true }
  /** Not a failure: run it again at this time. */
  | { retryAt: number }
  /** An error code. Without `retryAt` the job has failed permanently. */
  | { failed: string; retryAt?: number }

/** The session belongs to another target or application: the job fails until it is retried there. */
export const OTHER_TARGET = 'OTHER_TARGET'

export const JOB_STATES = ['waiting', 'failed'] as const

export interface JobCount {
  type: JobType
  state: (typeof JOB_STATES)[number]
  count: number
  oldestDueAt: number
}

export interface JobTable {
  id: string
  type: JobType
  session_id: string
  event_name: string | null
  /** Events of a session are delivered in this order. */
  event_rank: number
  payload: string | null
  state: 'waiting' | 'failed' | 'done'
  due_at: number
  /** 1 when the job was enqueued again while it ran. */
  enqueued_again: Generated<number>
  attempts: Generated<number>
  error_code: string | null
  created_at: number
}

export type JobDatabase = DatabaseWith<{ jobs: JobTable; locks: LockTable }>

/** More jobs of a kind are not counted, so that a large backlog costs no scan. */
const MAX_COUNT = 1000

export type JobQueue = ReturnType<typeof createJobQueue>

/** Shared by all processes on one database. */
export function createJobQueue(db: JobDatabase, locks: Pick<Locks, 'holder'>) {
  return {
    /** The ids of due jobs that no process runs. Of a session's events, the first one only. */
    async findDue(type: JobType, now: number, limit: number): Promise<string[]> {
      const rows = await db
        .selectFrom('jobs')
        .select('id')
        .where('type', '=', type)
        .where('state', '=', 'waiting')
        .where('due_at', '<=', now)
        .where('id', 'not in', (eb) =>
          eb.selectFrom('locks').select('name').where('expires_at', '>', Date.now()),
        )
        // A failed event does not block the later ones.
        .$if(type === 'deliver', (query) => query.where(hasNoOtherEvent('waiting', '<')))
        .orderBy('due_at')
        .limit(limit)
        .execute()
      return rows.map(({ id }) => id)
    },
    /** Under its lock. Resolves to undefined if another process has run it since `findDue`. */
    async begin(id: string, now: number): Promise<Job | undefined> {
      const row = await db
        .updateTable('jobs')
        .set({ enqueued_again: 0 })
        .where('id', '=', id)
        .where('state', '=', 'waiting')
        .where('due_at', '<=', now)
        .returningAll()
        .executeTakeFirst()
      return row && toJob(row)
    },
    /**
     * A job that was enqueued again while it ran becomes due immediately. Changes nothing when
     * another process holds the lock by now.
     */
    async finish(job: Job, result: JobResult, now: number): Promise<void> {
      const { id, event } = job
      const heldLock = db
        .selectFrom('locks')
        .select('name')
        .where('name', '=', id)
        .where('holder', '=', locks.holder)
      const isDone = 'done' in result
      const failed = 'failed' in result
      if (isDone && event === undefined) {
        const { numDeletedRows } = await db
          .deleteFrom('jobs')
          .where('id', 'in', heldLock)
          .where('enqueued_again', '=', 0)
          .executeTakeFirst()
        if (numDeletedRows > 0n) return
      }
      const dueAt = isDone ? now : (result.retryAt ?? now)
      const isPermanentFailure = failed && result.retryAt === undefined
      const isDelivered = isDone && event !== undefined
      const { numUpdatedRows } = await db
        .updateTable('jobs')
        .set({
          state: isDelivered
            ? 'done'
            : isPermanentFailure
              ? sql`case when enqueued_again = 1 then 'waiting' else 'failed' end`
              : 'waiting',
          due_at: sql`case when enqueued_again = 1
            then cast(${now} as bigint) else cast(${dueAt} as bigint) end`,
          attempts: failed ? sql`attempts + 1` : 0,
          error_code: failed ? result.failed : null,
          ...(isDelivered && { payload: null }),
        })
        .where('id', 'in', heldLock)
        .executeTakeFirst()
      if (event === undefined || numUpdatedRows === 0n) return
      // So that no query reads a later event before the first one is due.
      await db
        .updateTable('jobs')
        .set({ due_at: dueAt })
        .where('session_id', '=', job.sessionId)
        .where('type', '=', 'deliver')
        .where('state', '=', 'waiting')
        .where('id', '!=', id)
        .execute()
    },
    /** Resolves once the request is durable. */
    requestRefresh: createBatchedWrite<number>(async (dueAtBySession) => {
      const now = Math.max(...dueAtBySession.values())
      // A fixed order prevents deadlocks between processes.
      const rows = [...dueAtBySession]
        .sort()
        .map(([sessionId, dueAt]) => toRow({ type: 'refresh', sessionId, dueAt }, now))
      await upsertRows(db, rows).execute()
    }),
    async count(): Promise<JobCount[]> {
      const counts: JobCount[] = []
      for (const type of JOB_TYPES) {
        for (const state of JOB_STATES) {
          const { rows } = await sql<JobCount>`
            select type, state, count(*) as count, min(due_at) as "oldestDueAt" from (
              select type, state, due_at from jobs where type = ${type} and state = ${state}
              order by due_at limit ${MAX_COUNT}) as first
            group by type, state`.execute(db)
          counts.push(...rows)
        }
      }
      return counts
    },
  }
}

/** Events of one session are delivered in the order of their ranks. */
export function hasNoOtherEvent(state: JobTable['state'], comparison: '<' | '>') {
  return sql<boolean>`not exists (select 1 from jobs as other
    where other.session_id = jobs.session_id and other.type = 'deliver'
      and other.state = ${state} and other.event_rank ${sql.raw(comparison)} jobs.event_rank)`
}

/**
 * A session has at most one job of each type, and one for each event. Enqueuing a job again can
 * make it due earlier, never later; enqueuing an event again changes nothing.
 */
export async function enqueue(db: JobDatabase, job: NewJob, now: number): Promise<void> {
  const row = toRow(job, now)
  if (job.event === undefined) {
    await upsertRows(db, [row]).execute()
    return
  }
  // Events are delivered in order, so this one is due no earlier than those that still wait.
  const waiting = sql`session_id = ${job.sessionId} and type = 'deliver' and state = 'waiting'`
  const dueAt = sql<number>`coalesce((select max(due_at) from jobs
    where ${waiting} and due_at > ${job.dueAt}), cast(${job.dueAt} as bigint))`
  await db
    .insertInto('jobs')
    .values({ ...row, due_at: dueAt })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

/** For jobs without an event. */
export function prepareUpsert(db: JobDatabase) {
  const upsert = prepare((row: Insertable<JobTable>) => upsertRows(db, [row]))
  return (job: NewJob, now: number) => upsert(toRow(job, now))
}

function upsertRows(db: JobDatabase, rows: readonly Insertable<JobTable>[]) {
  return db
    .insertInto('jobs')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet({
        state: 'waiting',
        enqueued_again: 1,
        attempts: 0,
        due_at: sql`case when jobs.due_at < excluded.due_at
          then jobs.due_at else excluded.due_at end`,
      }),
    )
}

/** Also the name of the lock that a process holds while it runs the job, or refreshes for a request. */
export function toJobId(sessionId: string, type: JobType, event?: string): string {
  return [sessionId, type, event].filter((part) => part !== undefined).join('/')
}

function toRow({ type, sessionId, dueAt, event }: NewJob, now: number) {
  return {
    id: toJobId(sessionId, type, event?.name),
    type,
    session_id: sessionId,
    event_name: event?.name ?? null,
    event_rank: event?.rank ?? 0,
    payload: event?.payload ?? null,
    state: 'waiting' as const,
    due_at: dueAt,
    created_at: now,
  }
}

function toJob(row: Selectable<JobTable>): Job {
  const { id, type, session_id: sessionId, event_name: name, payload, attempts } = row
  const event = name === null || payload === null ? {} : { event: { name, payload } }
  return { id, type, sessionId, ...event, attempts }
}

/** Adds up to 10 %, so that jobs of the same moment spread out. */
export function addJitter(delayMs: number): number {
  return Math.round(delayMs * (1 + Math.random() / 10))
}
