import { performance } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'

/** Resolves when more may be begun. */
export type EventLoopThrottle = () => Promise<void>

export interface EventLoopThrottleOptions {
  /** The part of the time since it was last asked, 0 to 1, that the event loop was busy. */
  readUtilization?: () => number
  /** @param ms milliseconds */
  sleep?: (ms: number) => Promise<void>
}

/** As much of the event loop's time as may be taken together with whoever waits for an answer. */
const MAX_UTILIZATION = 0.7
/** Milliseconds. */
const MIN_DELAY_MS = 1
const INITIAL_DELAY_MS = 4
const MAX_DELAY_MS = 200

/**
 * Durable work takes what is left of the event loop, since nobody waits for it at the other end: it
 * pauses the longer the busier the loop has been since the last time, and the shorter the less.
 */
export function createEventLoopThrottle({
  readUtilization = createUtilizationReader(),
  sleep = setTimeout,
}: EventLoopThrottleOptions = {}): EventLoopThrottle {
  let delayMs = 0

  return async () => {
    delayMs =
      readUtilization() > MAX_UTILIZATION
        ? Math.min(Math.max(delayMs * 2, INITIAL_DELAY_MS), MAX_DELAY_MS)
        : delayMs / 2
    if (delayMs >= MIN_DELAY_MS) await sleep(delayMs)
  }
}

function createUtilizationReader(): () => number {
  let last = performance.eventLoopUtilization()
  return () => {
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, last)
    last = now
    return utilization
  }
}
