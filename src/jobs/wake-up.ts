export interface WakeUp {
  notify(): void
  reset(): void
  /** Resolves immediately if notified since the last reset. */
  wait(timeoutMs: number): Promise<void>
}

/** Lets one loop wait for work. A notification that arrives while the loop is busy is not lost. */
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
