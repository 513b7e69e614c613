import { setTimeout } from 'node:timers/promises'
import type { WakeUp } from './wake-up.js'
import type { EventLoopThrottle } from './event-loop-throttle.js'
import type { Job, JobType, JobQueue, JobResult } from './job-queue.js'

export interface JobRunnerOptions {
  type: JobType
  queue: JobQueue
  handle: (job: Job) => Promise<JobResult>
  wakeUp: WakeUp
  throttle: EventLoopThrottle
  now: () => number
  onResult: (job: Job, result: JobResult) => void
  onError: (err: unknown) => void
}

export interface JobRunner {
  /** Runs all due jobs. Resolves to their number. */
  drain(): Promise<number>
  /** Resolves after `isStopped` once the running jobs have finished. */
  run(isStopped: () => boolean): Promise<void>
}

/** The jobs of a crashed process wait for a lease and a poll interval. */
const LEASE_MS = 15_000
const LEASE_RENEWAL_INTERVAL_MS = 5000
const POLL_INTERVAL_MS = 1000
/** Limits polling while wake-ups are frequent but no job is due. */
const MIN_POLL_INTERVAL_MS = 100
const UNEXPECTED_ERROR_DELAY_MS = 60_000
/** A job spends most of its time waiting for Yoti or the webhook receiver. */
const CONCURRENCY = 16

/** Runs the jobs of one type, so that slow jobs do not delay those of other types. */
export function createJobRunner(options: JobRunnerOptions): JobRunner {
  const { type, queue, handle, wakeUp, throttle, now, onResult, onError } = options
  const running = new Map<Job, Promise<void>>()

  const runJob = async (job: Job): Promise<void> => {
    let result: JobResult
    try {
      result = await handle(job)
    } catch (err) {
      onError(err)
      result = { failed: 'UNEXPECTED_ERROR', retryAt: now() + UNEXPECTED_ERROR_DELAY_MS }
    }
    await queue.finish(job, result, now())
    onResult(job, result)
  }

  const startJob = (job: Job): void => {
    const finished = runJob(job)
      // The job could not be finished: it runs again when its lease expires.
      .catch(onError)
      .then(() => {
        running.delete(job)
        wakeUp.notify()
      })
    running.set(job, finished)
  }

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

  /** Saves queries: the next batch is claimed for several free places together. */
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
      let count = 0
      await withLeaseRenewal(async () => {
        let batchSize: number
        do {
          batchSize = await claimBatch()
          count += batchSize
          await Promise.all(running.values())
        } while (batchSize > 0)
      })
      return count
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
