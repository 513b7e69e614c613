import type { RequestHandler } from 'express'
import { getRoutePattern } from '../http/request-logger.js'
import type { Job, JobResult } from '../jobs/job-queue.js'
import type { Metrics } from './metrics.js'

interface SessionStatus {
  state: string
  outcome: string
  capturedAt?: number
  endedAt?: number
}

export interface SessionTransition {
  session: SessionStatus
  before: SessionStatus
  changed: boolean
}

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
  // Without a CAPTURED state before, the end of capture is unknown.
  if (state === 'COMPLETED' && before.capturedAt !== undefined && endedAt !== undefined) {
    metrics.recordCaptureToOutcome((endedAt - before.capturedAt) / 1000)
  }
}

export function recordJobResult(metrics: Metrics, { type }: Job, result: JobResult): void {
  metrics.recordJob(type, result)
  if (type !== 'deliver') return
  if ('done' in result) metrics.recordDelivery('accepted')
  else if ('failed' in result && result.failed === 'WEBHOOK_REFUSED')
    metrics.recordDelivery('rejected')
  else if ('failed' in result && result.failed === 'WEBHOOK_UNREACHABLE') {
    metrics.recordDelivery('unreachable')
  }
}

export function createRequestMetrics(metrics: Pick<Metrics, 'recordRequest'>): RequestHandler {
  return (req, res, next) => {
    const startedAt = performance.now()
    res.once('close', () => {
      const status = res.writableFinished ? res.statusCode : 'aborted'
      const seconds = (performance.now() - startedAt) / 1000
      metrics.recordRequest(getRoutePattern(req), req.method, status, seconds)
    })
    next()
  }
}
