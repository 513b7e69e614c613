import type { RequestHandler } from 'express'
import { getRoutePattern } from '../http/request-logger.js'
import type { Metrics } from './metrics.js'

/** Counts each request once it is over, by its route's pattern. */
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
