import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client'
import { WORK_KINDS, type WorkCount, type WorkKind, type WorkResult } from '../work/queue.js'
import { createWorkGauges } from './work-gauges.js'

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
  request(route: string, method: string, status: number | 'aborted', seconds: number): void
  yotiCall(call: YotiCall): void
  /** A session came to another state, or was created. */
  session(state: string, outcome: string): void
  captureToOutcome(seconds: number): void
  notification(result: 'accepted' | 'late' | 'refused' | 'unreadable'): void
  work(kind: WorkKind, result: WorkResult): void
  /** Something that was not foreseen kept the worker from a piece of work. */
  workInterrupted(): void
  /** A reading at Yoti came too late to change anything. */
  staleChange(): void
  delivery(result: 'accepted' | 'refused' | 'unreachable'): void
  /** In the form that Prometheus reads. */
  expose(): Promise<{ contentType: string; body: string }>
}

export interface MetricsOptions {
  countWork: () => Promise<readonly WorkCount[]>
  now: () => number
}

const WORK_RESULTS = ['done', 'again', 'failed', 'given-up'] as const

/** Seconds. Yoti answers in tens of milliseconds; a call gives up after tens of seconds. */
const ANSWERS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
/** Seconds. Checks by software take seconds to minutes, by people up to days. */
const OUTCOMES = [5, 15, 30, 60, 120, 300, 600, 1800, 3600, 4 * 3600, 24 * 3600, 72 * 3600]

export function createMetrics({ countWork, now }: MetricsOptions): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const refreshWorkGauges = createWorkGauges({ registry, countWork, now })

  const requests = new Histogram({
    name: 'relying_party_http_request_duration_seconds',
    help: 'Requests to this server by route pattern.',
    labelNames: ['route', 'method', 'status'],
    buckets: ANSWERS,
    registers,
  })
  const yotiCalls = new Histogram({
    name: 'relying_party_yoti_call_duration_seconds',
    help: 'Calls to Yoti, every attempt. outcome: ok, refused, no-answer, unreadable.',
    labelNames: ['endpoint', 'outcome', 'status'],
    buckets: ANSWERS,
    registers,
  })
  const sessions = new Counter({
    name: 'relying_party_sessions_total',
    help: 'Sessions that came to a state, with the outcome they had then.',
    labelNames: ['state', 'outcome'],
    registers,
  })
  const untilOutcome = new Histogram({
    name: 'relying_party_capture_to_outcome_seconds',
    help: 'From when we saw that the person had finished until we knew the outcome.',
    buckets: OUTCOMES,
    registers,
  })
  const notifications = new Counter({
    name: 'relying_party_notifications_total',
    help: 'Notifications received. late: of a session that is completed or erased.',
    labelNames: ['result'],
    registers,
  })
  const work = new Counter({
    name: 'relying_party_work_total',
    help: 'Pieces of durable work that this process tried.',
    labelNames: ['kind', 'result'],
    registers,
  })
  const interruptions = new Counter({
    name: 'relying_party_work_interruptions_total',
    help: 'Unforeseen errors in the worker: a bug, or a database that is away.',
    registers,
  })
  const staleChanges = new Counter({
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
  for (const kind of WORK_KINDS) {
    for (const result of WORK_RESULTS) work.inc({ kind, result }, 0)
  }

  return {
    request(route, method, status, seconds) {
      requests.observe({ route, method, status }, seconds)
    },
    yotiCall({ endpoint, outcome, status = 'none', durationMs }) {
      yotiCalls.observe({ endpoint, outcome, status }, durationMs / 1000)
    },
    session(state, outcome) {
      sessions.inc({ state, outcome })
    },
    captureToOutcome(seconds) {
      untilOutcome.observe(seconds)
    },
    notification(result) {
      notifications.inc({ result })
    },
    work(kind, result) {
      work.inc({ kind, result: nameResult(result) })
    },
    workInterrupted() {
      interruptions.inc()
    },
    staleChange() {
      staleChanges.inc()
    },
    delivery(result) {
      deliveries.inc({ result })
    },
    async expose() {
      await refreshWorkGauges()
      return { contentType: registry.contentType, body: await registry.metrics() }
    },
  }
}

function nameResult(result: WorkResult): (typeof WORK_RESULTS)[number] {
  if ('done' in result) return 'done'
  if (!('failed' in result)) return 'again'
  return result.again === undefined ? 'given-up' : 'failed'
}
