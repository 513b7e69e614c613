import { createBell, type Bell } from './bell.js'
import { createLane } from './lane.js'
import { createPace } from './pace.js'
import { WORK_KINDS, type Work, type WorkKind, type WorkQueue, type WorkResult } from './queue.js'

export interface WorkerOptions {
  queue: WorkQueue
  /** Kinds that have none are left to another process. */
  handlers: Record<WorkKind, ((work: Work) => Promise<WorkResult>) | undefined>
  now: () => number
  onResult: (work: Work, result: WorkResult) => void
  /** Told of what was not foreseen: a bug, or a database that is away. */
  onError: (err: unknown) => void
}

export interface Worker {
  /** Does all that is due now. Resolves to how many pieces. */
  runDue(): Promise<number>
  start(): void
  /** Finishes what is under way and takes nothing more. */
  stop(): Promise<void>
}

/** A lane for each kind of work, so that a relying business which answers slowly holds up no reading at Yoti. */
export function createWorker(options: WorkerOptions): Worker {
  const { queue, handlers, now, onError } = options
  const bells: Bell[] = []
  const ringAll = () => {
    for (const bell of bells) bell.ring()
  }
  const lanes = WORK_KINDS.flatMap((kind) => {
    const handle = handlers[kind]
    if (handle === undefined) return []
    const bell = createBell()
    bells.push(bell)
    return createLane({
      kind,
      queue,
      handle,
      bell,
      pace: createPace(),
      now,
      onError,
      onResult: (work, result) => {
        options.onResult(work, result)
        // A reading may have left something to deliver.
        ringAll()
      },
    })
  })
  let stopped = false
  let running: Promise<unknown> = Promise.resolve()

  return {
    async runDue() {
      let done = 0
      let begun: number
      do {
        begun = 0
        for (const lane of lanes) begun += await lane.runDue()
        done += begun
      } while (begun > 0)
      return done
    },
    start() {
      running = Promise.all(lanes.map((lane) => lane.run(() => stopped)))
    },
    async stop() {
      stopped = true
      ringAll()
      await running
    },
  }
}
