/** Limits concurrency. Waiters proceed in order. */
export interface Semaphore {
  /** Resolves to the function that releases the permit. */
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
