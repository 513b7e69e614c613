/** Lets a test control time. `now` is in milliseconds since 1970. `setTimer` returns a function that cancels the timer. */
export interface Clock {
  now(): number
  setTimer(run: () => void, ms: number): () => void
}

export interface ManualClock extends Clock {
  /** Moves time forward and runs due timers in order, each at its own due time. */
  advance(ms: number): Promise<void>
}

export interface Timer {
  dueAt: number
  run: () => void
}

export const systemClock: Clock = {
  now: Date.now,
  setTimer(run, ms) {
    const timer = setTimeout(run, ms)
    return () => {
      clearTimeout(timer)
    }
  },
}

export function createManualClock(start = Date.parse('2025-02-11T09:12:00Z')): ManualClock {
  let now = start
  const timers = new Set<Timer>()

  return {
    now: () => now,
    setTimer(run, ms) {
      const timer = { dueAt: now + ms, run }
      timers.add(timer)
      return () => {
        timers.delete(timer)
      }
    },
    async advance(ms) {
      const until = now + ms
      for (let timer = findNextDue(timers, until); timer; timer = findNextDue(timers, until)) {
        timers.delete(timer)
        now = timer.dueAt
        timer.run()
        // Callbacks may set further timers before time moves on.
        await new Promise(setImmediate)
      }
      now = until
    },
  }
}

export function findNextDue<T extends Timer>(timers: Iterable<T>, until: number): T | undefined {
  let next: T | undefined
  for (const timer of timers) {
    if (timer.dueAt <= until && (next === undefined || timer.dueAt < next.dueAt)) next = timer
  }
  return next
}
