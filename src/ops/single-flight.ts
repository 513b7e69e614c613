import { setTimeout as wait } from 'node:timers/promises'

/** Milliseconds. */
const DEFAULT_TIMEOUT_MS = 2000

/** Asks what may hang: never twice at once, and nobody waits for it longer than `patience`. */
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
      throw new Error(`There was no answer within ${timeoutMs} ms.`)
    })
    try {
      return await Promise.race([inFlight, timeout])
    } finally {
      settled.abort()
    }
  }
}
