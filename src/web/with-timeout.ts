import { setTimeout as wait } from 'node:timers/promises'

/** Resolves to undefined on timeout, while the promise continues. */
export async function withTimeout<T>(
  timeoutMs: number,
  promise: Promise<T>,
): Promise<T | undefined> {
  const settled = new AbortController()
  try {
    return await Promise.race([promise, wait(timeoutMs, undefined, { signal: settled.signal })])
  } finally {
    settled.abort()
  }
}
