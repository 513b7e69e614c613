export interface WakeUp {
  notify(): void
  /** Forgets that it rang. */
  reset(): void
  /** Resolves when it rings, or at once when it has rung, and after `ms` (milliseconds) in any case. */
  wait(timeoutMs: number): Promise<void>
}

/** What one loop waits at while there is nothing to do. A ring is not missed by a loop that is busy. */
export function createWakeUp(): WakeUp {
  let isNotified = false
  let resume: () => void = () => undefined
  return {
    notify: () => {
      isNotified = true
      resume()
    },
    reset: () => {
      isNotified = false
    },
    wait: (timeoutMs) =>
      new Promise((resolve) => {
        if (isNotified) {
          resolve()
          return
        }
        const timer = setTimeout(resolve, timeoutMs)
        resume = () => {
          clearTimeout(timer)
          resolve()
        }
      }),
  }
}
