/** At most so many at once; the others wait their turn, in order. */
export interface Semaphore {
  /** Resolves when there is room, to a function that gives the place back. */
  acquire(): Promise<() => void>
}

export function createSemaphore(permits: number): Semaphore {
  let available = permits
  const waiters: (() => void)[] = []
  const release = () => {
    const next = waiters.shift()
    if (next === undefined) available += 1
    else next()
  }
  return {
    async acquire() {
      if (available > 0) available -= 1
      else await new Promise<void>((resolve) => waiters.push(resolve))
      let held = true
      return () => {
        if (held) release()
        held = false
      }
    },
  }
}
