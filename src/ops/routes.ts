import { Router } from 'express'

/** `/healthz`: the process is alive and answers. */
export function createOpsRoutes(): Router {
  return Router({ strict: true, caseSensitive: true }).get('/healthz', (_req, res) => {
    res.setHeader('Cache-Control', 'no-store')
    res.json({ status: 'ok' })
  })
}
