import { setTimeout as wait } from 'node:timers/promises'
import { AppError } from '../errors.js'

export interface ReadinessCheck {
  name: string
  /** Tells the operator how to fix it. */
  remedy: string
  check: () => Promise<void>
}

export interface Readiness {
  ready: boolean
  checks: readonly { name: string; ok: boolean; remedy?: string }[]
}

export const SHUTTING_DOWN: Readiness = {
  ready: false,
  checks: [
    { name: 'shutdown', ok: false, remedy: 'Send requests to another process: this one stops.' },
  ],
}

const DEFAULT_TIMEOUT_MS = 2000

export function createReadiness(options: {
  checks: readonly ReadinessCheck[]
  /** Receives the error. The response contains the message of an AppError only. */
  onFailure: (name: string, err: unknown, remedy: string) => void
  timeoutMs?: number
}): () => Promise<Readiness> {
  const { onFailure, timeoutMs } = options
  const runners = options.checks.map(({ name, remedy, check }) => {
    const runCheck = singleFlight(check, timeoutMs)
    return async () => {
      try {
        await runCheck()
        return { name, ok: true }
      } catch (err) {
        const seen = err instanceof AppError ? err.message : remedy
        onFailure(name, err, seen)
        return { name, ok: false, remedy: seen }
      }
    }
  })
  return async () => {
    const checks = await Promise.all(runners.map((run) => run()))
    return { ready: checks.every(({ ok }) => ok), checks }
  }
}

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
