import type { Work, WorkResult } from '../work/queue.js'
import type { Metrics } from './metrics.js'

interface Standing {
  state: string
  outcome: string
  capturedAt?: number
  endedAt?: number
}

/** What became of a session; Advance of src/sessions/store.ts fits. */
export interface Advanced {
  session: Standing
  before: Standing
  changed: boolean
}

/** Counts what a reading at Yoti changed, or that it came too late. */
export function recordAdvance(metrics: Metrics, { session, before, changed }: Advanced): void {
  if (!changed) {
    metrics.staleChange()
    return
  }
  const { state, outcome, endedAt } = session
  if (state === before.state) return
  metrics.session(state, outcome)
  // Without having been seen as CAPTURED it has no time to measure.
  if (state === 'COMPLETED' && before.capturedAt !== undefined && endedAt !== undefined) {
    metrics.captureToOutcome((endedAt - before.capturedAt) / 1000)
  }
}

/** Counts what became of a piece of durable work; of a delivery, what its receiver did. */
export function recordWork(metrics: Metrics, { kind }: Work, result: WorkResult): void {
  metrics.work(kind, result)
  if (kind !== 'deliver') return
  if ('done' in result) metrics.delivery('accepted')
  else if ('failed' in result && result.failed === 'WEBHOOK_REFUSED') metrics.delivery('refused')
  else if ('failed' in result && result.failed === 'WEBHOOK_UNREACHABLE') {
    metrics.delivery('unreachable')
  }
}
