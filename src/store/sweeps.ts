import { sql, type Expression, type Kysely, type RawBuilder } from 'kysely'
import type { Locks } from '../jobs/locks.js'
import { hasNoOtherEvent, JOB_TYPES, type JobType } from '../jobs/queue.js'
import { ONE_DAY_MS } from '../sessions/daily-limits.js'
import type { SessionStore } from '../sessions/store.js'
import { IDEMPOTENCY_KEY_RETENTION_MS } from './idempotency-keys.js'
import type { Schema } from './schema.js'

export interface SweeperOptions {
  db: Kysely<Schema>
  locks: Locks
  store: Pick<SessionStore, 'scheduleErasure'>
  /** After a session ended; undefined disables automatic erasure. */
  eraseAfterMs: number | undefined
  /** After an event was delivered or failed permanently. */
  eventRetentionMs: number
  onProgress: (rows: Readonly<Record<string, number>>) => void
  now: () => number
}

const PROGRESS_INTERVAL_MS = 60_000
/** Rows of one statement, so that it delays others by milliseconds only. */
export const BATCH_SIZE = 500

interface Batch {
  table: string
  /** An index leads to the rows with the condition, in the order of this column. */
  column: RawBuilder<unknown>
  condition: RawBuilder<unknown>
  /** The last value of the column. */
  until?: number
  /** Without it, the rows are deleted. */
  set?: RawBuilder<unknown>
  /** Of the rows of the batch, only these change. */
  only?: Expression<unknown>
}

/** Rows whose `column` is older than `keptMs` are deleted or, with `set`, changed. */
interface Sweep extends Batch {
  keptMs: number
}

function listSweeps(eventRetentionMs: number): Record<string, Sweep> {
  const all = { column: sql`created_at`, condition: sql`true` }
  // Kept equally long, because a failed event must not be retried once a later one was delivered.
  const events = { table: 'jobs', column: sql`due_at`, keptMs: eventRetentionMs }
  return {
    'idempotency keys': { ...all, table: 'idempotency_keys', keptMs: IDEMPOTENCY_KEY_RETENTION_MS },
    'session attempts': { ...all, table: 'session_attempts', keptMs: ONE_DAY_MS },
    'delivered events': { ...events, condition: sql`type = 'deliver' and state = 'done'` },
    'failed events': { ...events, condition: sql`type = 'deliver' and state = 'failed'` },
    // The owner may open a redeemed link again while there is something to see.
    'handover links': {
      table: 'sessions',
      condition: sql`handover_token_hash is not null`,
      column: sql`(coalesce(handover_expires_at, yoti_retention_ends_at))`,
      keptMs: 0,
      set: sql`handover_token_hash = null, handover_expires_at = null`,
    },
  }
}

/**
 * Removes one batch of each kind of rows that have outlived their retention. Resolves to the number
 * of rows, 0 when there are no more. Nothing needs to be resumed: what is left is found again.
 */
export function createSweeper(options: SweeperOptions): () => Promise<number> {
  const { db, locks, store, eraseAfterMs, eventRetentionMs, onProgress, now } = options
  const sweeps = listSweeps(eventRetentionMs)
  let reportedAt = -Infinity
  let progress: Record<string, number> = {}

  const sweepAll = async (): Promise<number> => {
    let total = 0
    const add = (what: string, count: number) => {
      if (count > 0) progress[what] = (progress[what] ?? 0) + count
      total += count
    }
    for (const [what, { keptMs, ...batch }] of Object.entries(sweeps)) {
      add(what, (await changeBatch(db, { ...batch, until: now() - keptMs })).count)
    }
    add('locks', await locks.deleteExpired())
    if (eraseAfterMs !== undefined) {
      add('scheduled erasures', await store.scheduleErasure(eraseAfterMs, now()))
    }
    return total
  }

  return async () => {
    const total = await locks.tryLock('sweep', sweepAll)
    if (performance.now() - reportedAt > PROGRESS_INTERVAL_MS && Object.keys(progress).length > 0) {
      onProgress(progress)
      progress = {}
      reportedAt = performance.now()
    }
    return total ?? 0
  }
}

/** After the clock was set back, so that no job waits longer than its delay. An erasure checks its own time. */
export function makeJobsDue(db: Kysely<Schema>, now: number): Promise<number> {
  return changeJobs(db, ['refresh', 'deliver'], sql`state = 'waiting'`, now, {
    set: sql`due_at = ${now}`,
  })
}

/** Makes failed jobs due. Resolves to their number. */
export function retryFailedJobs(db: Kysely<Schema>, now: number): Promise<number> {
  return changeJobs(db, JOB_TYPES, sql`state = 'failed'`, 0, {
    set: sql`state = 'waiting', attempts = 0, due_at = ${now}`,
    // A later event was delivered, so delivering this one now would reverse their order.
    only: hasNoOtherEvent('done', '>'),
  })
}

/** All that are due after a time. Resolves to their number. */
async function changeJobs(
  db: Kysely<Schema>,
  types: readonly JobType[],
  isInState: RawBuilder<unknown>,
  after: number,
  change: Pick<Batch, 'set' | 'only'>,
): Promise<number> {
  let total = 0
  for (const type of types) {
    for (let end: number | undefined = after; end !== undefined;) {
      const condition = sql`type = ${type} and ${isInState} and due_at > ${end}`
      const batch = { ...change, table: 'jobs', column: sql`due_at`, condition }
      const changed = await changeBatch(db, batch)
      total += changed.count
      end = changed.end
    }
  }
  return total
}

/**
 * Resolves to the number of rows that changed, and to the end of the batch if there may be more.
 * Finds the end first, because a subquery hides from PostgreSQL how few rows it selects.
 */
async function changeBatch(
  db: Kysely<Schema>,
  { table, column, condition, until = Number.MAX_SAFE_INTEGER, set, only = sql`true` }: Batch,
): Promise<{ count: number; end: number | undefined }> {
  const rows = sql.table(table)
  const last = await sql<{ at: number }>`select ${column} as at from ${rows}
    where ${condition} and ${column} <= ${until}
    order by ${column} limit 1 offset ${BATCH_SIZE - 1}`.execute(db)
  const end = last.rows[0]?.at
  const change = set === undefined ? sql`delete from ${rows}` : sql`update ${rows} set ${set}`
  const { numAffectedRows } = await sql`${change} where ${condition} and ${only}
    and ${column} <= ${end ?? until}`.execute(db)
  return { count: Number(numAffectedRows ?? 0), end }
}
