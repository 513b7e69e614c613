import { performance } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'

/** Resolves when more may be begun. */
export type Pace = () => Promise<void>

export interface PaceOptions {
  /** The part of the time since it was last asked, 0 to 1, that the event loop was busy. */
  readBusy?: () => number
  /** @param ms milliseconds */
  wait?: (ms: number) => Promise<void>
}

/** As much of the event loop's time as may be taken together with whoever waits for an answer. */
const BUSY = 0.7
/** Milliseconds. */
const SHORTEST = 1
const FIRST = 4
const LONGEST = 200

/**
 * Durable work takes what is left of the event loop, since nobody waits for it at the other end: it
 * pauses the longer the busier the loop has been since the last time, and the shorter the less.
 */
export function createPace({
  readBusy = watchEventLoop(),
  wait = setTimeout,
}: PaceOptions = {}): Pace {
  let pause = 0

  return async () => {
    pause = readBusy() > BUSY ? Math.min(Math.max(pause * 2, FIRST), LONGEST) : pause / 2
    if (pause >= SHORTEST) await wait(pause)
  }
}

function watchEventLoop(): () => number {
  let last = performance.eventLoopUtilization()
  return () => {
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, last)
    last = now
    return utilization
  }
}
