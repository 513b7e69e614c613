import { createProbe } from './probe.js'

export interface Check {
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
  checks: readonly Check[]
  /** Told why a check failed: the answer says only that it did. */
  onFailure: (name: string, err: unknown) => void
  /** Milliseconds for each check. */
  patience?: number | undefined
}

/** Whether this process can do its work, by all checks at once. */
export function createReadiness(options: ReadinessOptions): () => Promise<Readiness> {
  const { onFailure, patience } = options
  const probes = options.checks.map(({ name, remedy, check }) => {
    const probe = createProbe(check, patience)
    return async () => {
      try {
        await probe()
        return { name, ok: true }
      } catch (err) {
        onFailure(name, err)
        return { name, ok: false, remedy }
      }
    }
  })
  return async () => {
    const checks = await Promise.all(probes.map((probe) => probe()))
    return { ready: checks.every(({ ok }) => ok), checks }
  }
}
