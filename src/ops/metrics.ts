import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client'
import { JOB_TYPES, type JobCount, type JobType, type JobResult } from '../jobs/job-queue.js'
import { createJobGauges } from './job-gauges.js'

/** What a call to Yoti came to; CallReport of src/yoti/call.ts fits. */
export interface YotiCall {
  /** A pattern, never an id. */
  endpoint: string
  outcome: string
  status?: number
  durationMs: number
}

/** Every label has few values: patterns and codes, nothing that a person or a session is known by. */
export interface Metrics {
  /** @param status of the answer; `aborted` when it was not finished */
  recordRequest(route: string, method: string, status: number | 'aborted', seconds: number): void
  recordYotiCall(call: YotiCall): void
  /** A session came to another state, or was created. */
  recordSessionState(state: string, outcome: string): void
  recordCaptureToOutcome(seconds: number): void
  recordNotification(result: 'accepted' | 'late' | 'refused' | 'unreadable'): void
  recordJob(kind: JobType, result: JobResult): void
  /** Something that was not foreseen kept the worker from a piece of work. */
  recordWorkerError(): void
  /** A reading at Yoti came too late to change anything. */
  recordStaleRefresh(): void
  recordDelivery(result: 'accepted' | 'refused' | 'unreachable'): void
  /** In the form that Prometheus reads. */
  expose(): Promise<{ contentType: string; body: string }>
}

export interface MetricsOptions {
  countJobs: () => Promise<readonly JobCount[]>
  now: () => number
}

const JOB_RESULT_LABELS = ['done', 'again', 'failed', 'given-up'] as const

/** Seconds. Yoti answers in tens of milliseconds; a call gives up after tens of seconds. */
const DURATION_BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
/** Seconds. Checks by software take seconds to minutes, by people up to days. */
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
    help: 'Requests to this server by route pattern.',
    labelNames: ['route', 'method', 'status'],
    buckets: DURATION_BUCKETS_SECONDS,
    registers,
  })
  const yotiCalls = new Histogram({
    name: 'relying_party_yoti_call_duration_seconds',
    help: 'Calls to Yoti, every attempt. outcome: ok, refused, no-answer, unreadable.',
    labelNames: ['endpoint', 'outcome', 'status'],
    buckets: DURATION_BUCKETS_SECONDS,
    registers,
  })
  const sessions = new Counter({
    name: 'relying_party_sessions_total',
    help: 'Sessions that came to a state, with the outcome they had then.',
    labelNames: ['state', 'outcome'],
    registers,
  })
  const captureToOutcome = new Histogram({
    name: 'relying_party_capture_to_outcome_seconds',
    help: 'From when we saw that the person had finished until we knew the outcome.',
    buckets: CAPTURE_TO_OUTCOME_BUCKETS_SECONDS,
    registers,
  })
  const notifications = new Counter({
    name: 'relying_party_notifications_total',
    help: 'Notifications received. late: of a session that is completed or erased.',
    labelNames: ['result'],
    registers,
  })
  const jobs = new Counter({
    name: 'relying_party_work_total',
    help: 'Pieces of durable work that this process tried.',
    labelNames: ['kind', 'result'],
    registers,
  })
  const workerErrors = new Counter({
    name: 'relying_party_work_interruptions_total',
    help: 'Unforeseen errors in the worker: a bug, or a database that is away.',
    registers,
  })
  const staleRefreshes = new Counter({
    name: 'relying_party_stale_readings_total',
    help: 'Readings at Yoti that came too late to change anything.',
    registers,
  })
  const deliveries = new Counter({
    name: 'relying_party_deliveries_total',
    help: 'Outcome webhooks tried.',
    labelNames: ['result'],
    registers,
  })

  // A counter that is not there yet cannot be alerted on.
  for (const result of ['accepted', 'late', 'refused', 'unreadable'])
    notifications.inc({ result }, 0)
  for (const result of ['accepted', 'refused', 'unreachable']) deliveries.inc({ result }, 0)
  for (const kind of JOB_TYPES) {
    for (const result of JOB_RESULT_LABELS) jobs.inc({ kind, result }, 0)
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
    recordJob(kind, result) {
      jobs.inc({ kind, result: toResultLabel(result) })
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
  if (!('failed' in result)) return 'again'
  return result.retryAt === undefined ? 'given-up' : 'failed'
}
