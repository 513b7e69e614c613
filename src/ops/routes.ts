import { Router } from 'express'
import { noStore } from '../http/no-store.js'
import type { Metrics } from './metrics.js'
import type { Readiness } from './readiness.js'

export { createRequestMetrics } from './request-metrics.js'

/** What only whoever runs the server needs. */
export interface Monitoring {
  metrics: Pick<Metrics, 'expose'>
  /** See createReadiness. */
  checkReadiness: () => Promise<Readiness>
}

/**
 * `/healthz`: the process is alive and answers. With `monitoring` also `/readyz` and `/metrics`;
 * without, when they are on a port of their own (`OPS_PORT`).
 */
export function createOpsRoutes(monitoring?: Monitoring): Router {
  const router = Router({ strict: true, caseSensitive: true })
  router.get('/healthz', noStore, (_req, res) => {
    res.json({ status: 'ok' })
  })
  if (monitoring === undefined) return router

  const { metrics, checkReadiness } = monitoring
  return router
    .get('/readyz', noStore, async (_req, res) => {
      const readiness = await checkReadiness()
      res.status(readiness.ready ? 200 : 503).json(readiness)
    })
    .get('/metrics', noStore, async (_req, res) => {
      const { contentType, body } = await metrics.expose()
      res.setHeader('Content-Type', contentType)
      res.end(body)
    })
}
