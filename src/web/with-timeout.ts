import { setTimeout as wait } from 'node:timers/promises'

/** What the promise comes to, or undefined after so many milliseconds. It goes on by itself. */
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
