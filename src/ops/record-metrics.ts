import type { Job, JobResult } from '../jobs/job-queue.js'
import type { Metrics } from './metrics.js'

interface SessionStatus {
  state: string
  outcome: string
  capturedAt?: number
  endedAt?: number
}

/** What became of a session; Advance of src/sessions/store.ts fits. */
export interface SessionTransition {
  session: SessionStatus
  before: SessionStatus
  changed: boolean
}

/** Counts what a reading at Yoti changed, or that it came too late. */
export function recordTransition(
  metrics: Metrics,
  { session, before, changed }: SessionTransition,
): void {
  if (!changed) {
    metrics.recordStaleRefresh()
    return
  }
  const { state, outcome, endedAt } = session
  if (state === before.state) return
  metrics.recordSessionState(state, outcome)
  // Without having been seen as CAPTURED it has no time to measure.
  if (state === 'COMPLETED' && before.capturedAt !== undefined && endedAt !== undefined) {
    metrics.recordCaptureToOutcome((endedAt - before.capturedAt) / 1000)
  }
}

/** Counts what became of a piece of durable work; of a delivery, what its receiver did. */
export function recordJobResult(metrics: Metrics, { type }: Job, result: JobResult): void {
  metrics.recordJob(type, result)
  if (type !== 'deliver') return
  if ('done' in result) metrics.recordDelivery('accepted')
  else if ('failed' in result && result.failed === 'WEBHOOK_REFUSED')
    metrics.recordDelivery('refused')
  else if ('failed' in result && result.failed === 'WEBHOOK_UNREACHABLE') {
    metrics.recordDelivery('unreachable')
  }
}
