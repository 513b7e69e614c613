import type { Work, WorkKind, WorkQueue, WorkResult } from './queue.js'

export interface WorkerOptions {
  queue: WorkQueue
  /** What is not here is left alone until it is due again. */
  handlers: Record<WorkKind, (work: Work) => Promise<WorkResult>>
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

/** Milliseconds. What a dead process had claimed is taken up after a lease and a pause. */
const LEASE = 15_000
const RENEWAL = 5000
const PAUSE = 1000
const AFTER_A_BUG = 60_000
/** At once; each waits for Yoti or the relying business most of its time. */
const BATCH = 16

/** One loop, which asks the database each second what is due. */
export function createWorker({ queue, handlers, now, onResult, onError }: WorkerOptions): Worker {
  const perform = async (work: Work): Promise<void> => {
    let result: WorkResult
    try {
      result = await handlers[work.kind](work)
    } catch (err) {
      onError(err)
      result = { failed: 'UNFORESEEN', again: now() + AFTER_A_BUG }
    }
    await queue.settle(work, result, now())
    onResult(work, result)
  }

  const runBatch = async (): Promise<number> => {
    const claimed = await queue.claim(now(), now() + LEASE, BATCH)
    const open = new Set(claimed)
    const renewal = setInterval(() => {
      queue.renew([...open], now() + LEASE).catch(onError)
    }, RENEWAL)
    try {
      await Promise.all(
        claimed.map(async (work) => {
          try {
            await perform(work)
          } catch (err) {
            // Not settled: the lease ends by itself.
            onError(err)
          }
          open.delete(work)
        }),
      )
    } finally {
      clearInterval(renewal)
    }
    return claimed.length
  }

  let stopping: AbortController | undefined
  let loop: Promise<void> = Promise.resolve()

  const run = async (signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      const done = await runBatch().catch((err: unknown) => {
        onError(err)
        return 0
      })
      if (done === 0) await pause(PAUSE, signal)
    }
  }

  return {
    async runDue() {
      let done = 0
      let batch: number
      do {
        batch = await runBatch()
        done += batch
      } while (batch > 0)
      return done
    },
    start() {
      stopping = new AbortController()
      loop = run(stopping.signal)
    },
    async stop() {
      stopping?.abort()
      await loop
    },
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer)
        resolve()
      },
      { once: true },
    )
  })
}
