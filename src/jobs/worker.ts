import { createWakeUp, type WakeUp } from './wake-up.js'
import { createJobRunner } from './job-runner.js'
import { createEventLoopThrottle } from './event-loop-throttle.js'
import { JOB_TYPES, type Job, type JobType, type JobQueue, type JobResult } from './job-queue.js'

export interface WorkerOptions {
  queue: JobQueue
  /** Jobs without a handler wait for a process that has one. */
  handlers: Record<JobType, ((job: Job) => Promise<JobResult>) | undefined>
  now: () => number
  onResult: (job: Job, result: JobResult) => void
  /** Called with unexpected errors: a bug, or the database does not respond. */
  onError: (err: unknown) => void
}

export interface Worker {
  /** Runs all due jobs. Resolves to their number. */
  drain(): Promise<number>
  start(): void
  /** Waits for the running jobs and starts no others. */
  stop(): Promise<void>
}

/** One runner for each job type, so that a slow webhook receiver does not delay refreshes. */
export function createWorker(options: WorkerOptions): Worker {
  const { queue, handlers, now, onError } = options
  const wakeUps: WakeUp[] = []
  const notifyAll = () => {
    for (const wakeUp of wakeUps) wakeUp.notify()
  }
  const runners = JOB_TYPES.flatMap((type) => {
    const handle = handlers[type]
    if (handle === undefined) return []
    const wakeUp = createWakeUp()
    wakeUps.push(wakeUp)
    return createJobRunner({
      type,
      queue,
      handle,
      wakeUp,
      throttle: createEventLoopThrottle(),
      now,
      onError,
      onResult: (job, result) => {
        options.onResult(job, result)
        // A refresh may have enqueued a delivery.
        notifyAll()
      },
    })
  })
  let stopped = false
  let running: Promise<unknown> = Promise.resolve()

  return {
    async drain() {
      let count = 0
      let batchSize: number
      do {
        batchSize = 0
        for (const runner of runners) batchSize += await runner.drain()
        count += batchSize
      } while (batchSize > 0)
      return count
    },
    start() {
      running = Promise.all(runners.map((runner) => runner.run(() => stopped)))
    },
    async stop() {
      stopped = true
      notifyAll()
      await running
    },
  }
}
