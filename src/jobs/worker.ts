import { setTimeout as delay } from 'node:timers/promises'
import { JOB_TYPES, type Job, type JobType, type JobResult } from './job.js'
import type { JobQueue } from './queue.js'
import { createEventLoopThrottle } from './throughput.js'

export interface WorkerOptions {
  queue: JobQueue
  /** Jobs without a handler wait for a process that has one. */
  handlers: Record<JobType, JobHandler | undefined>
  /** Resolves to the number of rows that were removed, 0 when there are no more. */
  sweep: () => Promise<number>
  /** Jobs of a paused type wait. */
  isPaused?: (type: JobType) => boolean
  now: () => number
  onResult: (job: Job, result: JobResult) => void
  /** Called with unexpected errors: a bug, or the database does not respond. */
  onError: (err: unknown) => void
}

export type JobHandler = (job: Job) => Promise<JobResult>

export type Worker = ReturnType<typeof createWorker>

const POLL_INTERVAL_MS = 1000
/** Smaller corrections delay no job noticeably. */
const CLOCK_TOLERANCE_MS = 2000
/** Limits polling while jobs finish often but no other is due. */
const MIN_POLL_INTERVAL_MS = 100
const UNEXPECTED_ERROR_DELAY_MS = 60_000
const SWEEP_INTERVAL_MS = 5000
/** Of each type. A job spends most of its time waiting for Yoti or the webhook receiver. */
const CONCURRENCY = 16

export function createWorker(options: WorkerOptions) {
  const { queue, handlers, sweep, isPaused, now, onResult, onError } = options
  const waiting = new Set<() => void>()
  let finishedJobs = 0
  let stopped = false
  const stopping = new AbortController()
  let running: Promise<unknown> = Promise.resolve()

  let latestTime = now()
  const detectClockSetBack = async (time: number): Promise<void> => {
    if (time >= latestTime - CLOCK_TOLERANCE_MS) {
      latestTime = Math.max(time, latestTime)
      return
    }
    await queue.makeDue(time)
    latestTime = time
  }

  /** Resolves to 0 after an error. */
  const attempt = (run: () => Promise<number>): Promise<number> =>
    run().catch((err: unknown) => {
      onError(err)
      return 0
    })
  const resumeAll = () => {
    for (const resume of waiting) resume()
  }
  /** Until a job finishes, because it may have enqueued another one. */
  const waitForJob = (timeoutMs: number) =>
    new Promise<void>((resolve) => {
      const resume = () => {
        clearTimeout(timer)
        waiting.delete(resume)
        resolve()
      }
      const timer = setTimeout(resume, timeoutMs)
      waiting.add(resume)
    })

  const runJob = async (job: Job, handle: JobHandler): Promise<void> => {
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

  /** One for each type, so that a slow webhook receiver does not delay refreshes. */
  const createRunner = (type: JobType, handle: JobHandler) => {
    const jobs = new Set<Promise<void>>()

    const claim = async (): Promise<number> => {
      if (isPaused?.(type)) return 0
      const time = now()
      await detectClockSetBack(time)
      const claimed = await queue.claim(type, time, CONCURRENCY - jobs.size)
      for (const job of claimed) {
        const finished = runJob(job, handle)
          // The job could not be finished: it runs again when its lock expires.
          .catch(onError)
          .then(() => {
            jobs.delete(finished)
            finishedJobs += 1
            resumeAll()
          })
        jobs.add(finished)
      }
      return claimed.length
    }
    const waitForRunning = () => Promise.all(jobs)

    const run = async (): Promise<void> => {
      const throttle = createEventLoopThrottle()
      while (!stopped) {
        await throttle()
        const finishedBefore = finishedJobs
        const count = await attempt(claim)
        if (count === 0) await delay(MIN_POLL_INTERVAL_MS)
        if (count === 0 && finishedJobs === finishedBefore) await waitForJob(POLL_INTERVAL_MS)
        // Saves queries: the next batch is claimed for several free places together.
        const target = jobs.size - count / 2
        const deadline = performance.now() + POLL_INTERVAL_MS
        while (jobs.size > target && performance.now() < deadline) {
          await waitForJob(deadline - performance.now())
        }
      }
      await waitForRunning()
    }
    return { claim, waitForRunning, run }
  }

  const runners = JOB_TYPES.flatMap((type) => {
    const handle = handlers[type]
    return handle === undefined ? [] : createRunner(type, handle)
  })

  const runSweeps = async (): Promise<void> => {
    const throttle = createEventLoopThrottle()
    while (!stopped) {
      await throttle()
      const count = await attempt(sweep)
      const pauseMs = count === 0 ? SWEEP_INTERVAL_MS : MIN_POLL_INTERVAL_MS
      await delay(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }

  return {
    /** Runs all due jobs and sweeps. Resolves to the number of jobs. */
    async drain(): Promise<number> {
      let total = 0
      let count: number
      do {
        while ((await sweep()) > 0);
        count = 0
        for (const { claim, waitForRunning } of runners) {
          count += await claim()
          await waitForRunning()
        }
        total += count
      } while (count > 0)
      return total
    },
    start(): void {
      running = Promise.all([runSweeps(), ...runners.map(({ run }) => run())])
    },
    /** Waits for the running jobs and starts no others. */
    async stop(): Promise<void> {
      stopped = true
      stopping.abort()
      resumeAll()
      await running
    },
  }
}
