import { createWakeUp, type WakeUp } from './wake-up.js'
import { createJobRunner } from './job-runner.js'
import { createEventLoopThrottle } from './event-loop-throttle.js'
import { JOB_TYPES, type Job, type JobType, type JobQueue, type JobResult } from './job-queue.js'

export interface WorkerOptions {
  queue: JobQueue
  /** Kinds that have none are left to another process. */
  handlers: Record<JobType, ((job: Job) => Promise<JobResult>) | undefined>
  now: () => number
  onResult: (job: Job, result: JobResult) => void
  /** Told of what was not foreseen: a bug, or a database that is away. */
  onError: (err: unknown) => void
}

export interface Worker {
  /** Does all that is due now. Resolves to how many pieces. */
  drain(): Promise<number>
  start(): void
  /** Finishes what is under way and takes nothing more. */
  stop(): Promise<void>
}

/** A lane for each kind of work, so that a relying business which answers slowly holds up no reading at Yoti. */
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
        // A reading may have left something to deliver.
        notifyAll()
      },
    })
  })
  let stopped = false
  let running: Promise<unknown> = Promise.resolve()

  return {
    async drain() {
      let done = 0
      let batchSize: number
      do {
        batchSize = 0
        for (const runner of runners) batchSize += await runner.drain()
        done += batchSize
      } while (batchSize > 0)
      return done
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
