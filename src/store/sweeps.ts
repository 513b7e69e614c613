import { sql, type Kysely } from 'kysely'
import { changeBatch, type Batch } from '../jobs/batches.js'
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
interface Sweep extends Batch {
  keptMs: number
}

function listSweeps(eventRetentionMs: number): Record<string, Sweep> {
  const all = { column: sql`created_at`, condition: sql`true` }
  // Kept equally long, because a failed event must not be retried once a later one was delivered.
  const events = { table: 'jobs', column: sql`due_at`, keptMs: eventRetentionMs }
  return {
    'idempotency keys': { ...all, table: 'idempotency_keys', keptMs: IDEMPOTENCY_KEY_RETENTION_MS },
    'session attempts': { ...all, table: 'session_attempts', keptMs: ATTEMPT_RETENTION_MS },
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
