import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client'
import { JOB_TYPES, type JobCount, type JobType, type JobResult } from '../jobs/job-queue.js'
import { createJobGauges } from './job-gauges.js'

export interface YotiCall {
  /** A route pattern. */
  endpoint: string
  outcome: string
  status?: number
  durationMs: number
}

/** Labels are route patterns and codes: low cardinality, and no user or session data. */
export interface Metrics {
  /** @param status `aborted` when the connection closed before the response ended */
  recordRequest(route: string, method: string, status: number | 'aborted', seconds: number): void
  recordYotiCall(call: YotiCall): void
  recordSessionState(state: string, outcome: string): void
  recordCaptureToOutcome(seconds: number): void
  recordNotification(result: 'accepted' | 'late' | 'rejected' | 'unreadable'): void
  recordJob(type: JobType, result: JobResult): void
  recordWorkerError(): void
  recordStaleRefresh(): void
  recordDelivery(result: 'accepted' | 'rejected' | 'unreachable'): void
  expose(): Promise<{ contentType: string; body: string }>
}

export interface MetricsOptions {
  countJobs: () => Promise<readonly JobCount[]>
  now: () => number
}

const JOB_RESULT_LABELS = ['done', 'rescheduled', 'retried', 'failed'] as const

const DURATION_BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
/** Automatic checks take seconds to minutes, manual ones up to days. */
const CAPTURE_TO_OUTCOME_BUCKETS_SECONDS = [
  5,
  15,
  30,
  60,
  120,
  300,
  600,
  1800,
  3600,
  4 * 3600,
  24 * 3600,
  72 * 3600,
]

export function createMetrics({ countJobs, now }: MetricsOptions): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const refreshJobGauges = createJobGauges({ registry, countJobs, now })

  const requests = new Histogram({
    name: 'relying_party_http_request_duration_seconds',
    help: 'Duration of requests to this server, by route pattern.',
    labelNames: ['route', 'method', 'status'],
    buckets: DURATION_BUCKETS_SECONDS,
    registers,
  })
  const yotiCalls = new Histogram({
    name: 'relying_party_yoti_call_duration_seconds',
    help: 'Duration of each attempt to call Yoti. outcome: ok, rejected, no-response, unreadable.',
    labelNames: ['endpoint', 'outcome', 'status'],
    buckets: DURATION_BUCKETS_SECONDS,
    registers,
  })
  const sessions = new Counter({
    name: 'relying_party_sessions_total',
    help: 'Sessions that entered a state, with their outcome at that time.',
    labelNames: ['state', 'outcome'],
    registers,
  })
  const captureToOutcome = new Histogram({
    name: 'relying_party_capture_to_outcome_seconds',
    help: 'Time from the end of capture to the outcome, both as seen by this server.',
    buckets: CAPTURE_TO_OUTCOME_BUCKETS_SECONDS,
    registers,
  })
  const notifications = new Counter({
    name: 'relying_party_notifications_total',
    help: 'Notifications received. late: the session was already completed or erased.',
    labelNames: ['result'],
    registers,
  })
  const jobs = new Counter({
    name: 'relying_party_job_runs_total',
    help: 'Job runs of this process. rescheduled: runs again later. retried: failed and runs again later. failed: failed permanently.',
    labelNames: ['type', 'result'],
    registers,
  })
  const workerErrors = new Counter({
    name: 'relying_party_worker_errors_total',
    help: 'Unexpected errors in the worker: a bug, or the database does not respond.',
    registers,
  })
  const staleRefreshes = new Counter({
    name: 'relying_party_stale_refreshes_total',
    help: 'Refreshes that were overtaken by a newer one and changed nothing.',
    registers,
  })
  const deliveries = new Counter({
    name: 'relying_party_deliveries_total',
    help: 'Attempts to deliver an outcome webhook.',
    labelNames: ['result'],
    registers,
  })

  // Prometheus cannot detect the first increase of a counter that did not exist before.
  for (const result of ['accepted', 'late', 'rejected', 'unreadable'])
    notifications.inc({ result }, 0)
  for (const result of ['accepted', 'rejected', 'unreachable']) deliveries.inc({ result }, 0)
  for (const type of JOB_TYPES) {
    for (const result of JOB_RESULT_LABELS) jobs.inc({ type, result }, 0)
  }

  return {
    recordRequest(route, method, status, seconds) {
      requests.observe({ route, method, status }, seconds)
    },
    recordYotiCall({ endpoint, outcome, status = 'none', durationMs }) {
      yotiCalls.observe({ endpoint, outcome, status }, durationMs / 1000)
    },
    recordSessionState(state, outcome) {
      sessions.inc({ state, outcome })
    },
    recordCaptureToOutcome(seconds) {
      captureToOutcome.observe(seconds)
    },
    recordNotification(result) {
      notifications.inc({ result })
    },
    recordJob(type, result) {
      jobs.inc({ type, result: toResultLabel(result) })
    },
    recordWorkerError() {
      workerErrors.inc()
    },
    recordStaleRefresh() {
      staleRefreshes.inc()
    },
    recordDelivery(result) {
      deliveries.inc({ result })
    },
    async expose() {
      await refreshJobGauges()
      return { contentType: registry.contentType, body: await registry.metrics() }
    },
  }
}

function toResultLabel(result: JobResult): (typeof JOB_RESULT_LABELS)[number] {
  if ('done' in result) return 'done'
  if (!('failed' in result)) return 'rescheduled'
  return result.retryAt === undefined ? 'failed' : 'retried'
}
