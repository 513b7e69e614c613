import { setTimeout as wait } from 'node:timers/promises'

const DEFAULT_TIMEOUT_MS = 2000

/** Concurrent callers share one run of an operation that may hang; each waits at most `timeoutMs`. */
export function singleFlight<T>(
  operation: () => Promise<T>,
  timeoutMs = DEFAULT_TIMEOUT_MS,
): () => Promise<T> {
  let inFlight: Promise<T> | undefined

  return async () => {
    inFlight ??= operation().finally(() => {
      inFlight = undefined
    })
    const settled = new AbortController()
    const timeout = wait(timeoutMs, undefined, { signal: settled.signal }).then(() => {
      throw new Error(`No response within ${timeoutMs} ms.`)
    })
    try {
      return await Promise.race([inFlight, timeout])
    } finally {
      settled.abort()
    }
  }
}
