import { Router } from 'express'
import { noStore } from '../http/no-store.js'
import type { Metrics } from './metrics.js'
import type { Readiness } from './readiness.js'

export { createRequestMetrics } from './record-metrics.js'

export interface Monitoring {
  metrics: Pick<Metrics, 'expose'>
  checkReadiness: () => Promise<Readiness>
}

/** `/healthz` always; `/readyz` and `/metrics` only with `monitoring`, because `OPS_PORT` moves them to another port. */
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
