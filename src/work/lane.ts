import { setTimeout } from 'node:timers/promises'
import type { Bell } from './bell.js'
import type { Pace } from './pace.js'
import type { Work, WorkKind, WorkQueue, WorkResult } from './queue.js'

export interface LaneOptions {
  kind: WorkKind
  queue: WorkQueue
  handle: (work: Work) => Promise<WorkResult>
  /** Rings when there may be something to do. */
  bell: Bell
  pace: Pace
  now: () => number
  onResult: (work: Work, result: WorkResult) => void
  onError: (err: unknown) => void
}

export interface Lane {
  /** Does all of its kind that is due now. Resolves to how many pieces. */
  runDue(): Promise<number>
  /** Asks what is due each second, and when the bell rings. Finishes what is under way when it is stopped. */
  run(isStopped: () => boolean): Promise<void>
}

/** Milliseconds. What a dead process had claimed is taken up after a lease and a pause. */
const LEASE = 15_000
const RENEWAL = 5000
const PAUSE = 1000
/** Between two questions that found nothing, however often the bell rings. */
const SHORTEST_PAUSE = 100
const AFTER_A_BUG = 60_000
/** Pieces at once; each waits for Yoti or the relying business most of its time. */
const PLACES = 16

/** Work of one kind. A piece that takes long keeps its own place, and none of another kind. */
export function createLane(options: LaneOptions): Lane {
  const { kind, queue, handle, bell, pace, now, onResult, onError } = options
  const open = new Map<Work, Promise<void>>()

  const perform = async (work: Work): Promise<void> => {
    let result: WorkResult
    try {
      result = await handle(work)
    } catch (err) {
      onError(err)
      result = { failed: 'UNFORESEEN', again: now() + AFTER_A_BUG }
    }
    await queue.settle(work, result, now())
    onResult(work, result)
  }

  const begin = (work: Work): void => {
    const performed = perform(work)
      // Not settled: the lease ends by itself.
      .catch(onError)
      .then(() => {
        open.delete(work)
        bell.ring()
      })
    open.set(work, performed)
  }

  /** Resolves to how many pieces were begun. */
  const fill = async (): Promise<number> => {
    bell.silence()
    const claimed = await queue.claim(kind, now(), now() + LEASE, PLACES - open.size)
    claimed.forEach(begin)
    return claimed.length
  }

  const whileRenewing = async (run: () => Promise<void>): Promise<void> => {
    const renewal = setInterval(() => {
      queue.renew([...open.keys()], now() + LEASE).catch(onError)
    }, RENEWAL)
    try {
      await run()
      await Promise.all(open.values())
    } finally {
      clearInterval(renewal)
    }
  }

  /** Until half of what was begun is over, or for a pause: one question to the database for several pieces. */
  const waitForHalf = async (begun: number): Promise<void> => {
    const enough = open.size - begun / 2
    const end = performance.now() + PAUSE
    while (open.size > enough && performance.now() < end) {
      bell.silence()
      await bell.wait(end - performance.now())
    }
  }

  return {
    async runDue() {
      let done = 0
      await whileRenewing(async () => {
        let begun: number
        do {
          begun = await fill()
          done += begun
          await Promise.all(open.values())
        } while (begun > 0)
      })
      return done
    },
    run: (isStopped) =>
      whileRenewing(async () => {
        while (!isStopped()) {
          await pace()
          const begun = await fill().catch((err: unknown) => {
            onError(err)
            return 0
          })
          if (begun > 0) {
            await waitForHalf(begun)
          } else {
            await setTimeout(SHORTEST_PAUSE)
            await bell.wait(PAUSE)
          }
        }
      }),
  }
}
