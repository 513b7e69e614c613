import { singleFlight } from './single-flight.js'

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

export interface ReadinessOptions {
  checks: readonly ReadinessCheck[]
  /** Receives the error, which the response must not contain. */
  onFailure: (name: string, err: unknown) => void
  timeoutMs?: number | undefined
}

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
