/** Lets a test control time. `now` is in milliseconds since 1970. `setTimer` returns a function that cancels the timer. */
export interface Clock {
  now: () => number
  setTimer(run: () => void, ms: number): () => void
}

export interface ManualClock extends Clock {
  /** Moves time forward and runs due timers in order, each at its own due time. */
  advance(ms: number): Promise<void>
}

// Node runs a longer timer immediately.
const MAX_TIMER_MS = 2 ** 31 - 1

export const systemClock: Clock = {
  now: Date.now,
  setTimer(run, ms) {
    const timer = setTimeout(run, Math.min(ms, MAX_TIMER_MS))
    return () => {
      clearTimeout(timer)
    }
  },
}

/** Time passes only by `advance`. */
export function createManualClock(start = Date.parse('2025-02-11T09:12:00Z')): ManualClock {
  return createMovableClock({ now: () => start, setTimer: () => () => undefined })
}

/** Follows another clock, and can be moved ahead of it. */
export function createMovableClock(base: Clock) {
  let aheadMs = 0
  const timers = new Set<{ dueAt: number; run: () => void; cancel: () => void }>()
  const now = () => base.now() + aheadMs
  const moveTo = (time: number) => {
    aheadMs += Math.max(0, time - now())
  }

  return {
    now,
    setTimer(run: () => void, ms: number) {
      const fire = () => {
        timers.delete(timer)
        run()
      }
      const timer = { dueAt: now() + ms, run: fire, cancel: base.setTimer(fire, ms) }
      timers.add(timer)
      return () => {
        timers.delete(timer)
        timer.cancel()
      }
    },
    async advance(ms: number): Promise<void> {
      const until = now() + ms
      const findNext = () =>
        [...timers]
          .toSorted((one, other) => one.dueAt - other.dueAt)
          .find(({ dueAt }) => dueAt <= until)
      for (let timer = findNext(); timer; timer = findNext()) {
        timer.cancel()
        moveTo(timer.dueAt)
        timer.run()
        // Callbacks may set further timers before time moves on.
        await new Promise(setImmediate)
      }
      moveTo(until)
      for (const timer of timers) {
        timer.cancel()
        timer.cancel = base.setTimer(timer.run, Math.max(0, timer.dueAt - now()))
      }
    },
    cancelTimers(): void {
      for (const timer of timers) timer.cancel()
      timers.clear()
    },
  }
}
