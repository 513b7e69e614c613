import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Build } from '../config/config.js'
import type { RequestMeasurement } from '../http/request-logger.js'
import { JOB_STATES, JOB_TYPES, type Job, type JobCount, type JobResult } from '../jobs/queue.js'
import { singleFlight } from './readiness.js'

export interface YotiCall {
  /** A route pattern. */
  endpoint: string
  outcome: string
  status?: number
  durationMs: number
}

interface SessionStatus {
  state: string
  outcome: string
  capturedAt?: number
  endedAt?: number
}

/** Counted by the process, also before there are metrics. */
export interface ProcessCounts {
  refusedRequests: number
  refusedConnections: number
  droppedLogLines: number
}

export interface SessionTransition {
  session: SessionStatus
  before: SessionStatus
  changed: boolean
}

const NOTIFICATION_RESULTS = ['accepted', 'late', 'rejected', 'unreadable'] as const
const DELIVERY_RESULTS = ['accepted', 'rejected', 'unreachable'] as const
const JOB_RESULTS = ['done', 'rescheduled', 'retried', 'failed'] as const

/** Without the prefix. */
const HELP = {
  build_info: 'Always 1. The labels are the version and the commit of this process.',
  requests_refused_total: 'Requests answered with 503 because the process was busy.',
  connections_refused_total: 'Connections closed because of MAX_CONNECTIONS.',
  log_lines_dropped_total: 'Log lines that could not be written.',
  http_request_duration_seconds: 'Duration of requests to this server, by route pattern.',
  yoti_call_duration_seconds:
    'Duration of each attempt to call Yoti. outcome: ok, rejected, no-response, unreadable.',
  yoti_circuit_open:
    '1 while reads of the endpoint fail immediately, because Yoti does not respond to it.',
  yoti_unreadable_fields_total:
    'Fields of session results that could not be read and were left out.',
  sessions_total: 'Sessions that entered a state, with their outcome at that time.',
  capture_to_outcome_seconds:
    'Time from the end of capture to the outcome, both as seen by this server.',
  notifications_total: 'Notifications received. late: the session was already completed or erased.',
  job_runs_total:
    'Job runs of this process. rescheduled: runs again later. retried: failed and runs again later. failed: failed permanently.',
  worker_errors_total: 'Unexpected errors in the worker: a bug, or the database does not respond.',
  stale_refreshes_total: 'Refreshes that were overtaken by a newer one and changed nothing.',
  deliveries_total: 'Attempts to deliver an outcome webhook.',
  jobs: 'Jobs in the database, counted up to 1,000 of each. state: waiting, failed (permanently).',
  jobs_overdue_seconds: 'Time since the oldest job became due; 0 when none is due.',
  database_up: '1 if the database responded to this scrape, else 0.',
  csp_violations_total: 'Violations of the content security policy that browsers reported.',
}
type Name = keyof typeof HELP

/** Route patterns and codes: low cardinality, and no user or session data. */
const LABELS: Partial<Record<Name, string[]>> = {
  build_info: ['version', 'commit'],
  http_request_duration_seconds: ['route', 'method', 'status'],
  yoti_call_duration_seconds: ['endpoint', 'outcome', 'status'],
  yoti_circuit_open: ['endpoint'],
  sessions_total: ['state', 'outcome'],
  notifications_total: ['result'],
  job_runs_total: ['type', 'result'],
  deliveries_total: ['result'],
  jobs: ['type', 'state'],
  jobs_overdue_seconds: ['type', 'state'],
}

const PROCESS_COUNTERS: Readonly<Record<keyof ProcessCounts, Name>> = {
  refusedRequests: 'requests_refused_total',
  refusedConnections: 'connections_refused_total',
  droppedLogLines: 'log_lines_dropped_total',
}

const DURATION_BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
const [MINUTE, HOUR] = [60, 3600]
/** Automatic checks take seconds to minutes, manual ones up to days. */
const CAPTURE_TO_OUTCOME_BUCKETS_SECONDS = [
  ...[5, 15, 30, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE],
  ...[HOUR, 4 * HOUR, 24 * HOUR, 72 * HOUR],
]

export type Metrics = ReturnType<typeof createMetrics>

export function createMetrics(options: {
  countJobs: () => Promise<readonly JobCount[]>
  processCounts?: Readonly<ProcessCounts> | undefined
  now: () => number
  build: Build
}) {
  const registry = new Registry()
  const define = (name: Name) => ({
    name: `relying_party_${name}`,
    help: HELP[name],
    labelNames: LABELS[name] ?? [],
    registers: [registry],
  })
  collectDefaultMetrics({ register: registry })
  for (const [key, name] of Object.entries(PROCESS_COUNTERS)) {
    new Counter({
      ...define(name),
      collect() {
        this.reset()
        this.inc(options.processCounts?.[key as keyof ProcessCounts] ?? 0)
      },
    })
  }
  new Gauge(define('build_info')).set({ ...options.build }, 1)
  const durations = (name: Name, buckets = DURATION_BUCKETS_SECONDS) =>
    new Histogram({ ...define(name), buckets })
  const requests = durations('http_request_duration_seconds')
  const yotiCalls = durations('yoti_call_duration_seconds')
  const openCircuits = new Gauge(define('yoti_circuit_open'))
  const jobs = new Gauge(define('jobs'))
  const overdue = new Gauge(define('jobs_overdue_seconds'))
  const databaseUp = new Gauge(define('database_up'))
  const unreadableFields = new Counter(define('yoti_unreadable_fields_total'))
  const sessions = new Counter(define('sessions_total'))
  const captureToOutcome = durations(
    'capture_to_outcome_seconds',
    CAPTURE_TO_OUTCOME_BUCKETS_SECONDS,
  )
  const notifications = new Counter(define('notifications_total'))
  const jobRuns = new Counter(define('job_runs_total'))
  const workerErrors = new Counter(define('worker_errors_total'))
  const staleRefreshes = new Counter(define('stale_refreshes_total'))
  const deliveries = new Counter(define('deliveries_total'))
  const cspViolations = new Counter(define('csp_violations_total'))

  // Prometheus cannot detect the first increase of a counter that did not exist before.
  for (const result of NOTIFICATION_RESULTS) notifications.inc({ result }, 0)
  for (const result of DELIVERY_RESULTS) deliveries.inc({ result }, 0)
  for (const type of JOB_TYPES) {
    for (const result of JOB_RESULTS) jobRuns.inc({ type, result }, 0)
  }

  const countJobs = singleFlight(options.countJobs)
  /** While the database does not respond, the job gauges are absent instead of stale. */
  const refreshJobGauges = async (): Promise<void> => {
    const counts = await countJobs().catch(() => undefined)
    databaseUp.set(counts === undefined ? 0 : 1)
    jobs.reset()
    overdue.reset()
    if (counts === undefined) return
    for (const type of JOB_TYPES) {
      for (const state of JOB_STATES) {
        const found = counts.find((count) => count.type === type && count.state === state)
        const overdueMs = found === undefined ? 0 : Math.max(0, options.now() - found.oldestDueAt)
        jobs.set({ type, state }, found?.count ?? 0)
        overdue.set({ type, state }, overdueMs / 1000)
      }
    }
  }

  return {
    recordRequest: ({ seconds, ...labels }: RequestMeasurement) => {
      requests.observe({ ...labels }, seconds)
    },
    recordYotiCall: ({ endpoint, outcome, status, durationMs }: YotiCall) => {
      yotiCalls.observe({ endpoint, outcome, status: status ?? 'none' }, durationMs / 1000)
    },
    recordCircuit: ({ endpoint, open }: { endpoint: string; open: boolean }) => {
      openCircuits.set({ endpoint }, open ? 1 : 0)
    },
    recordUnreadableFields: (paths: readonly string[]) => {
      unreadableFields.inc(paths.length)
    },
    recordSessionState: ({ state, outcome }: SessionStatus) => {
      sessions.inc({ state, outcome })
    },
    recordTransition: ({ session, before, changed }: SessionTransition) => {
      if (!changed) staleRefreshes.inc()
      const { state, outcome, endedAt } = session
      if (!changed || state === before.state) return
      sessions.inc({ state, outcome })
      // Without a CAPTURED state before, the end of capture is unknown.
      if (state === 'COMPLETED' && before.capturedAt !== undefined && endedAt !== undefined) {
        captureToOutcome.observe((endedAt - before.capturedAt) / 1000)
      }
    },
    recordNotification: (result: (typeof NOTIFICATION_RESULTS)[number]) => {
      notifications.inc({ result })
    },
    recordJobResult: ({ type }: Pick<Job, 'type'>, result: JobResult) => {
      jobRuns.inc({ type, result: toJobResultLabel(result) })
      const delivery = type === 'deliver' ? toDeliveryLabel(result) : undefined
      if (delivery !== undefined) deliveries.inc({ result: delivery })
    },
    recordCspViolations: (count: number) => {
      cspViolations.inc(count)
    },
    recordWorkerError: () => {
      workerErrors.inc()
    },
    expose: async () => {
      await refreshJobGauges()
      return { contentType: registry.contentType, body: await registry.metrics() }
    },
  }
}

function toJobResultLabel(result: JobResult): (typeof JOB_RESULTS)[number] {
  if ('done' in result) return 'done'
  if (!('failed' in result)) return 'rescheduled'
  return result.retryAt === undefined ? 'failed' : 'retried'
}

/** Undefined when nothing was sent. */
function toDeliveryLabel(result: JobResult): (typeof DELIVERY_RESULTS)[number] | undefined {
  if ('done' in result) return 'accepted'
  if (!('failed' in result)) return undefined
  if (result.failed === 'WEBHOOK_REFUSED') return 'rejected'
  return result.failed === 'WEBHOOK_UNREACHABLE' ? 'unreachable' : undefined
}
