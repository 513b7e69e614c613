import { sql, type Kysely } from 'kysely'
import { BATCH_SIZE } from '../jobs/job.js'
import type { Locks } from '../jobs/locks.js'
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

/** The window of the daily limits. */
const ATTEMPT_RETENTION_MS = 24 * 60 * 60 * 1000
const PROGRESS_INTERVAL_MS = 60_000

/** Rows whose `column` is older than `keptMs` are deleted or, with `set`, changed. */
interface Sweep {
  table: keyof Schema
  column: string
  keptMs: number
  where?: string
  set?: string
}

function listSweeps(eventRetentionMs: number): Record<string, Sweep> {
  const column = 'created_at'
  // Kept equally long, because a failed event must not be retried once a later one was delivered.
  const events = { table: 'jobs', column: 'due_at', keptMs: eventRetentionMs } as const
  return {
    'idempotency keys': { table: 'idempotency_keys', column, keptMs: IDEMPOTENCY_KEY_RETENTION_MS },
    'session attempts': { table: 'session_attempts', column, keptMs: ATTEMPT_RETENTION_MS },
    'delivered events': { ...events, where: `type = 'deliver' and state = 'done'` },
    'failed events': { ...events, where: `type = 'deliver' and state = 'failed'` },
    // The owner may open a redeemed link again while there is something to see.
    'handover links': {
      table: 'sessions',
      where: 'handover_token_hash is not null',
      column: '(coalesce(handover_expires_at, yoti_retention_ends_at))',
      keptMs: 0,
      set: 'handover_token_hash = null, handover_expires_at = null',
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
    for (const [what, sweep] of Object.entries(sweeps)) {
      add(what, await runSweep(db, sweep, now() - sweep.keptMs))
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

/** Finds the end of the batch first, because a subquery hides from PostgreSQL how few rows it selects. */
async function runSweep(
  db: Kysely<Schema>,
  { table, column, where = 'true', set }: Sweep,
  cutoff: number,
): Promise<number> {
  const [at, condition, rows] = [sql.raw(column), sql.raw(where), sql.table(table)]
  const end = await sql<{ at: number }>`select ${at} as at from ${rows}
    where ${condition} and ${at} <= ${cutoff}
    order by ${at} limit 1 offset ${BATCH_SIZE - 1}`.execute(db)
  const change =
    set === undefined ? sql`delete from ${rows}` : sql`update ${rows} set ${sql.raw(set)}`
  const { numAffectedRows } = await sql`${change}
    where ${condition} and ${at} <= ${end.rows[0]?.at ?? cutoff}`.execute(db)
  return Number(numAffectedRows ?? 0)
}
