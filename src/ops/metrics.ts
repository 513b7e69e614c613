import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Build } from '../config/config.js'
import type { RequestMeasurement } from '../http/request-logger.js'
import { JOB_STATES, JOB_TYPES, type Job, type JobCount, type JobResult } from '../jobs/queue.js'
import type { Session } from '../sessions/session.js'
import type { AttemptReport } from '../yoti/transport.js'
import { singleFlight } from './readiness.js'

/** The name without prefix and the labels: route patterns and codes, so few, and no user or session data. */
const HELP = {
  'build_info version commit':
    'Always 1. The labels are the version and the commit of this process.',
  requests_refused_total: 'Requests answered with 503 because the process was busy.',
  connections_refused_total: 'Connections closed because of MAX_CONNECTIONS.',
  log_lines_dropped_total: 'Log lines that could not be written.',
  'http_request_duration_seconds route method status':
    'Duration of requests to this server, by route pattern.',
  'yoti_call_duration_seconds endpoint outcome status':
    'Duration of each attempt to call Yoti. outcome: ok, rejected, no-response, unreadable.',
  'yoti_circuit_open endpoint':
    '1 while reads of the endpoint fail immediately, because Yoti does not respond to it.',
  yoti_unreadable_fields_total:
    'Fields of session results that could not be read and were left out.',
  'sessions_total state outcome': 'Sessions that entered a state, with their outcome at that time.',
  capture_to_outcome_seconds:
    'Time from the end of capture to the outcome, both as seen by this server.',
  'notifications_total result':
    'Notifications received. late: the session was already completed or erased.',
  'job_runs_total type result':
    'Job runs of this process. rescheduled: runs again later. retried: failed and runs again later. failed: failed permanently.',
  worker_errors_total: 'Unexpected errors in the worker: a bug, or the database does not respond.',
  stale_refreshes_total: 'Refreshes that were overtaken by a newer one and changed nothing.',
  'deliveries_total result': 'Attempts to deliver an outcome webhook.',
  'jobs type state':
    'Jobs in the database, counted up to 1,000 of each. state: waiting, failed (permanently).',
  'jobs_overdue_seconds type state': 'Time since the oldest job became due; 0 when none is due.',
  database_up: '1 if the database responded to this scrape, else 0.',
  csp_violations_total: 'Violations of the content security policy that browsers reported.',
}

/** Counted by the process, also before there are metrics. */
const PROCESS_COUNTERS = {
  refusedRequests: 'requests_refused_total',
  refusedConnections: 'connections_refused_total',
  droppedLogLines: 'log_lines_dropped_total',
} as const
export type ProcessCounts = Record<keyof typeof PROCESS_COUNTERS, number>

const DURATION_BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
const [MINUTE, HOUR] = [60, 3600]
/** Automatic checks take seconds to minutes, manual ones up to days. */
const CAPTURE_TO_OUTCOME_BUCKETS_SECONDS = [
  ...[5, 15, 30, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE],
  ...[HOUR, 4 * HOUR, 24 * HOUR, 72 * HOUR],
]

type SessionStatus = Pick<Session, 'state' | 'outcome' | 'capturedAt' | 'endedAt'>
interface Transition extends Record<'before' | 'session', SessionStatus> {
  changed: boolean
}

/** By error code. After other failures nothing was sent. */
const DELIVERY_FAILURES: Readonly<Record<string, string>> = {
  WEBHOOK_REFUSED: 'rejected',
  WEBHOOK_UNREACHABLE: 'unreachable',
}

export type Metrics = ReturnType<typeof createMetrics>

export function createMetrics(options: {
  countJobs: () => Promise<readonly JobCount[]>
  processCounts?: Readonly<ProcessCounts> | undefined
  now: () => number
  build: Build
}) {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const define = (key: keyof typeof HELP) => {
    const [name = '', ...labelNames] = key.split(' ')
    return { name: `relying_party_${name}`, help: HELP[key], labelNames, registers: [registry] }
  }
  const durations = (key: keyof typeof HELP, buckets = DURATION_BUCKETS_SECONDS) =>
    new Histogram({ ...define(key), buckets })

  for (const [name, key] of Object.entries(PROCESS_COUNTERS)) {
    new Counter({
      ...define(key),
      collect() {
        this.reset()
        this.inc(options.processCounts?.[name as keyof ProcessCounts] ?? 0)
      },
    })
  }
  new Gauge(define('build_info version commit')).set({ ...options.build }, 1)
  const requests = durations('http_request_duration_seconds route method status')
  const yotiCalls = durations('yoti_call_duration_seconds endpoint outcome status')
  const openCircuits = new Gauge(define('yoti_circuit_open endpoint'))
  const unreadableFields = new Counter(define('yoti_unreadable_fields_total'))
  const sessions = new Counter(define('sessions_total state outcome'))
  const captureToOutcome = durations(
    'capture_to_outcome_seconds',
    CAPTURE_TO_OUTCOME_BUCKETS_SECONDS,
  )
  const notifications = new Counter(define('notifications_total result'))
  const jobRuns = new Counter(define('job_runs_total type result'))
  const workerErrors = new Counter(define('worker_errors_total'))
  const staleRefreshes = new Counter(define('stale_refreshes_total'))
  const deliveries = new Counter(define('deliveries_total result'))
  const jobs = new Gauge(define('jobs type state'))
  const overdue = new Gauge(define('jobs_overdue_seconds type state'))
  const databaseUp = new Gauge(define('database_up'))
  const cspViolations = new Counter(define('csp_violations_total'))

  // Prometheus cannot detect the first increase of a counter that did not exist before.
  for (const result of ['accepted', 'late', 'rejected', 'unreadable']) {
    notifications.inc({ result }, 0)
  }
  for (const result of ['accepted', ...Object.values(DELIVERY_FAILURES)]) {
    deliveries.inc({ result }, 0)
  }
  for (const type of JOB_TYPES) {
    for (const result of ['done', 'rescheduled', 'retried', 'failed']) {
      jobRuns.inc({ type, result }, 0)
    }
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
    recordYotiCall: ({ endpoint, outcome, status, durationMs }: Omit<AttemptReport, 'attempt'>) => {
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
    recordTransition: ({ changed, before, session }: Transition) => {
      if (!changed) staleRefreshes.inc()
      const { state, outcome, endedAt } = session
      if (!changed || state === before.state) return
      sessions.inc({ state, outcome })
      // Without a CAPTURED state before, the end of capture is unknown.
      if (state === 'COMPLETED' && before.capturedAt !== undefined && endedAt !== undefined) {
        captureToOutcome.observe((endedAt - before.capturedAt) / 1000)
      }
    },
    recordNotification: (result: 'accepted' | 'late' | 'rejected' | 'unreadable') => {
      notifications.inc({ result })
    },
    recordJobResult: ({ type }: Pick<Job, 'type'>, result: JobResult) => {
      jobRuns.inc({ type, result: toJobResultLabel(result) })
      if (type !== 'deliver') return
      if ('done' in result) deliveries.inc({ result: 'accepted' })
      const failure = 'failed' in result ? DELIVERY_FAILURES[result.failed] : undefined
      if (failure !== undefined) deliveries.inc({ result: failure })
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

function toJobResultLabel(result: JobResult): string {
  if ('done' in result) return 'done'
  if (!('failed' in result)) return 'rescheduled'
  return result.retryAt === undefined ? 'failed' : 'retried'
}
