import { singleFlight } from './single-flight.js'

export interface ReadinessCheck {
  name: string
  /** What whoever runs the server does when it fails. */
  remedy: string
  /** Rejects when it fails. */
  check: () => Promise<void>
}

export interface Readiness {
  ready: boolean
  checks: readonly { name: string; ok: boolean; remedy?: string }[]
}

export interface ReadinessOptions {
  checks: readonly ReadinessCheck[]
  /** Told why a check failed: the answer says only that it did. */
  onFailure: (name: string, err: unknown) => void
  /** Milliseconds for each check. */
  timeoutMs?: number | undefined
}

/** Whether this process can do its work, by all checks at once. */
export function createReadiness(options: ReadinessOptions): () => Promise<Readiness> {
  const { onFailure, timeoutMs } = options
  const runners = options.checks.map(({ name, remedy, check }) => {
    const runCheck = singleFlight(check, timeoutMs)
    return async () => {
      try {
        await runCheck()
        return { name, ok: true }
      } catch (err) {
        onFailure(name, err)
        return { name, ok: false, remedy }
      }
    }
  })
  return async () => {
    const checks = await Promise.all(runners.map((run) => run()))
    return { ready: checks.every(({ ok }) => ok), checks }
  }
}
