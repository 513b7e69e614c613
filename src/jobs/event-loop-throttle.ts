import { performance } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'

/** Resolves when the next jobs may start. */
export type EventLoopThrottle = () => Promise<void>

export interface EventLoopThrottleOptions {
  /** Event loop utilization since the last call, 0 to 1. */
  readUtilization?: () => number
  sleep?: (ms: number) => Promise<void>
}

/** Of the event loop, by requests and jobs together. */
const MAX_UTILIZATION = 0.7
const MIN_DELAY_MS = 1
const INITIAL_DELAY_MS = 4
const MAX_DELAY_MS = 200

/** Requests come first, because users wait for them: the delay doubles while the loop is busy and halves otherwise. */
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
