import { setImmediate } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { JobQueue } from '../jobs/job-queue.js'
import { upsertJobs } from './enqueue.js'
import type { Schema } from './schema.js'

/** Each batch size is a separate prepared statement, which SQLite keeps. */
const MAX_BATCH_SIZE = 16

interface Batch {
  /** By session id. */
  requestedAt: Map<string, number>
  written: Promise<void>
}

/** Requests that arrive together share one write, and each resolves once the write is durable. */
export function createRequestRefresh(db: Kysely<Schema>): JobQueue['requestRefresh'] {
  let batch: Batch | undefined

  const write = async (requestedAt: Map<string, number>): Promise<void> => {
    await setImmediate()
    if (batch?.requestedAt === requestedAt) batch = undefined
    // A fixed order prevents deadlocks between concurrent batches.
    const sorted = [...requestedAt].sort(([a], [b]) => (a < b ? -1 : 1))
    const jobs = sorted.map(([sessionId, dueAt]) => ({
      type: 'refresh' as const,
      sessionId,
      dueAt,
    }))
    await upsertJobs(db, jobs, Math.max(...requestedAt.values()))
  }

  return async (sessionId, now) => {
    if (batch === undefined || batch.requestedAt.size === MAX_BATCH_SIZE) {
      const requestedAt = new Map<string, number>()
      batch = { requestedAt, written: write(requestedAt) }
    }
    batch.requestedAt.set(sessionId, now)
    await batch.written
  }
}
