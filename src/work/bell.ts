export interface Bell {
  ring(): void
  /** Forgets that it rang. */
  silence(): void
  /** Resolves when it rings, or at once when it has rung, and after `ms` (milliseconds) in any case. */
  wait(ms: number): Promise<void>
}

/** What one loop waits at while there is nothing to do. A ring is not missed by a loop that is busy. */
export function createBell(): Bell {
  let rung = false
  let resume: () => void = () => undefined
  return {
    ring: () => {
      rung = true
      resume()
    },
    silence: () => {
      rung = false
    },
    wait: (ms) =>
      new Promise((resolve) => {
        if (rung) {
          resolve()
          return
        }
        const timer = setTimeout(resolve, ms)
        resume = () => {
          clearTimeout(timer)
          resolve()
        }
      }),
  }
}
