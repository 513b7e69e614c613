import { setTimeout } from 'node:timers/promises'
import type { WakeUp } from './wake-up.js'
import type { EventLoopThrottle } from './event-loop-throttle.js'
import type { Job, JobType, JobQueue, JobResult } from './job-queue.js'

export interface JobRunnerOptions {
  type: JobType
  queue: JobQueue
  handle: (job: Job) => Promise<JobResult>
  /** Rings when there may be something to do. */
  wakeUp: WakeUp
  throttle: EventLoopThrottle
  now: () => number
  onResult: (job: Job, result: JobResult) => void
  onError: (err: unknown) => void
}

export interface JobRunner {
  /** Does all of its kind that is due now. Resolves to how many pieces. */
  drain(): Promise<number>
  /** Asks what is due each second, and when the bell rings. Finishes what is under way when it is stopped. */
  run(isStopped: () => boolean): Promise<void>
}

/** Milliseconds. What a dead process had claimed is taken up after a lease and a pause. */
const LEASE_MS = 15_000
const LEASE_RENEWAL_INTERVAL_MS = 5000
const POLL_INTERVAL_MS = 1000
/** Between two questions that found nothing, however often the bell rings. */
const MIN_POLL_INTERVAL_MS = 100
const UNEXPECTED_ERROR_DELAY_MS = 60_000
/** Pieces at once; each waits for Yoti or the relying business most of its time. */
const CONCURRENCY = 16

/** Work of one kind. A piece that takes long keeps its own place, and none of another kind. */
export function createJobRunner(options: JobRunnerOptions): JobRunner {
  const { type, queue, handle, wakeUp, throttle, now, onResult, onError } = options
  const running = new Map<Job, Promise<void>>()

  const runJob = async (job: Job): Promise<void> => {
    let result: JobResult
    try {
      result = await handle(job)
    } catch (err) {
      onError(err)
      result = { failed: 'UNFORESEEN', retryAt: now() + UNEXPECTED_ERROR_DELAY_MS }
    }
    await queue.finish(job, result, now())
    onResult(job, result)
  }

  const startJob = (job: Job): void => {
    const finished = runJob(job)
      // Not settled: the lease ends by itself.
      .catch(onError)
      .then(() => {
        running.delete(job)
        wakeUp.notify()
      })
    running.set(job, finished)
  }

  /** Resolves to how many pieces were begun. */
  const claimBatch = async (): Promise<number> => {
    wakeUp.reset()
    const claimed = await queue.claim(type, now(), now() + LEASE_MS, CONCURRENCY - running.size)
    claimed.forEach(startJob)
    return claimed.length
  }

  const withLeaseRenewal = async (callback: () => Promise<void>): Promise<void> => {
    const timer = setInterval(() => {
      queue.extendLeases([...running.keys()], now() + LEASE_MS).catch(onError)
    }, LEASE_RENEWAL_INTERVAL_MS)
    try {
      await callback()
      await Promise.all(running.values())
    } finally {
      clearInterval(timer)
    }
  }

  /** Until half of what was begun is over, or for a pause: one question to the database for several pieces. */
  const waitForHalfOfBatch = async (batchSize: number): Promise<void> => {
    const target = running.size - batchSize / 2
    const deadline = performance.now() + POLL_INTERVAL_MS
    while (running.size > target && performance.now() < deadline) {
      wakeUp.reset()
      await wakeUp.wait(deadline - performance.now())
    }
  }

  return {
    async drain() {
      let done = 0
      await withLeaseRenewal(async () => {
        let batchSize: number
        do {
          batchSize = await claimBatch()
          done += batchSize
          await Promise.all(running.values())
        } while (batchSize > 0)
      })
      return done
    },
    run: (isStopped) =>
      withLeaseRenewal(async () => {
        while (!isStopped()) {
          await throttle()
          const batchSize = await claimBatch().catch((err: unknown) => {
            onError(err)
            return 0
          })
          if (batchSize > 0) {
            await waitForHalfOfBatch(batchSize)
          } else {
            await setTimeout(MIN_POLL_INTERVAL_MS)
            await wakeUp.wait(POLL_INTERVAL_MS)
          }
        }
      }),
  }
}
