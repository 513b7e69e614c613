import { setImmediate } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { JobQueue } from '../jobs/job-queue.js'
import { upsertJobs } from './enqueue.js'
import type { Schema } from './schema.js'

/** Sessions in one write: each number is a statement of its own, which is kept. */
const MAX_BATCH_SIZE = 16

interface Batch {
  /** When each was hinted at. */
  requestedAt: Map<string, number>
  /** Resolves when all of them are durable. */
  written: Promise<void>
}

/** Hints that come at about the same time are one write; nobody is told yes before it is durable. */
export function createRequestRefresh(db: Kysely<Schema>): JobQueue['requestRefresh'] {
  let batch: Batch | undefined

  const write = async (requestedAt: Map<string, number>): Promise<void> => {
    await setImmediate()
    if (batch?.requestedAt === requestedAt) batch = undefined
    // Always in the same order, or two such writes would wait for each other.
    const inOrder = [...requestedAt].sort(([one], [other]) => (one < other ? -1 : 1))
    const jobs = inOrder.map(([sessionId, dueAt]) => ({
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
