import { setTimeout as delay } from 'node:timers/promises'
import { LOCK_TTL_MS, type Locks } from './locks.js'
import { JOB_TYPES, type Job, type JobQueue, type JobResult, type JobType } from './queue.js'
import { createEventLoopThrottle } from './throughput.js'

export interface WorkerOptions {
  queue: Pick<JobQueue, 'findDue' | 'begin' | 'finish'>
  locks: Pick<Locks, 'tryLock'>
  /** Jobs without a handler wait for a process that has one. */
  handlers: Record<JobType, JobHandler | undefined>
  /** Resolves to the number of rows that were removed, 0 when there are no more. */
  sweep: () => Promise<number>
  /** Called when the clock was set back. */
  makeJobsDue: (now: number) => Promise<unknown>
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
/** Limits polling while jobs finish often but no other is due. */
const MIN_POLL_INTERVAL_MS = 100
/** Saves queries: the next one finds jobs for several free places together. */
const MIN_FIND_INTERVAL_MS = 30
/** Smaller corrections delay no job noticeably. */
const CLOCK_TOLERANCE_MS = 2000
const UNEXPECTED_ERROR_DELAY_MS = 60_000
const SWEEP_INTERVAL_MS = 5000
/** Of each type. A job spends most of its time waiting for Yoti or the webhook receiver. */
const CONCURRENCY = 16

export function createWorker(options: WorkerOptions) {
  const { queue, locks, handlers, sweep, makeJobsDue, isPaused, now, onResult, onError } = options
  const stopping = new AbortController()
  /** Aborted when a job finishes, because it may have enqueued another one and has left its place. */
  let jobFinished = new AbortController()
  let loops: Promise<unknown> = Promise.resolve()
  let latestTime = now()

  const pause = (ms: number, until: AbortSignal) =>
    delay(ms, undefined, { signal: until }).catch(() => undefined)

  const checkClock = async (time: number): Promise<void> => {
    const isSetBack = time < latestTime - CLOCK_TOLERANCE_MS
    if (isSetBack) await makeJobsDue(time)
    latestTime = isSetBack ? time : Math.max(time, latestTime)
  }

  const runJob = (id: string, handle: JobHandler) =>
    locks.tryLock(id, async () => {
      const job = await queue.begin(id, now())
      if (job === undefined) return
      const result = await handle(job).catch((err: unknown): JobResult => {
        onError(err)
        return { failed: 'UNEXPECTED_ERROR', retryAt: now() + UNEXPECTED_ERROR_DELAY_MS }
      })
      try {
        await queue.finish(job, result, now())
      } catch (err) {
        onError(err)
        // It is still due. Under its lock, it does not run again and again.
        await pause(LOCK_TTL_MS, stopping.signal)
        return
      }
      onResult(job, result)
    })

  /** One for each type, so that a slow webhook receiver does not delay refreshes. */
  const createRunner = (type: JobType, handle: JobHandler) => {
    const running = new Set<Promise<void>>()

    const startJob = (id: string): void => {
      const job = runJob(id, handle)
        .catch(async (err: unknown) => {
          onError(err)
          // Its lock could not be written.
          await pause(LOCK_TTL_MS, stopping.signal)
        })
        .then(() => {
          running.delete(job)
          jobFinished.abort()
          jobFinished = new AbortController()
        })
      running.add(job)
    }
    return {
      /** Resolves to the number of jobs that were started. */
      startDue: async (): Promise<number> => {
        if (isPaused?.(type)) return 0
        const time = now()
        await checkClock(time)
        const ids = await queue.findDue(type, time, CONCURRENCY - running.size)
        ids.forEach(startJob)
        return ids.length
      },
      waitForRunning: () => Promise.all(running),
    }
  }

  const runners = JOB_TYPES.flatMap((type) => {
    const handle = handlers[type]
    return handle === undefined ? [] : createRunner(type, handle)
  })

  /** Repeats the step until the worker stops. It resolves to 0 when there was nothing to do. */
  const repeat = async (
    step: () => Promise<number>,
    pauseAfter: (count: number, jobFinished: AbortSignal) => Promise<unknown>,
  ): Promise<void> => {
    const throttle = createEventLoopThrottle()
    while (!stopping.signal.aborted) {
      await throttle()
      const { signal } = jobFinished
      const count = await step().catch((err: unknown) => {
        onError(err)
        return 0
      })
      await pauseAfter(count, signal)
    }
  }
  const pauseAfterSweep = (count: number) =>
    pause(count === 0 ? SWEEP_INTERVAL_MS : MIN_POLL_INTERVAL_MS, stopping.signal)
  const pauseAfterJobs = async (count: number, finished: AbortSignal) => {
    await delay(count === 0 ? MIN_POLL_INTERVAL_MS : MIN_FIND_INTERVAL_MS)
    await pause(POLL_INTERVAL_MS, finished)
  }

  return {
    /** Runs all due jobs and sweeps. Resolves to the number of jobs. */
    async drain(): Promise<number> {
      let total = 0
      let count: number
      do {
        while ((await sweep()) > 0);
        count = 0
        for (const { startDue, waitForRunning } of runners) {
          count += await startDue()
          await waitForRunning()
        }
        total += count
      } while (count > 0)
      return total
    },
    start(): void {
      const jobLoops = runners.map(({ startDue }) => repeat(startDue, pauseAfterJobs))
      loops = Promise.all([repeat(sweep, pauseAfterSweep), ...jobLoops])
    },
    /** Waits for the running jobs and starts no others. */
    async stop(): Promise<void> {
      stopping.abort()
      jobFinished.abort()
      await loops
      await Promise.all(runners.map(({ waitForRunning }) => waitForRunning()))
    },
  }
}
