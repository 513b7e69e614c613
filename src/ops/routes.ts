import express, {
  Router,
  type Express,
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
} from 'express'
import type { Build } from '../config/config.js'
import { acceptBasePath } from '../http/base-url.js'
import { BARE_HEADERS } from '../http/security-headers.js'
import type { Metrics } from './metrics.js'
import type { Readiness } from './readiness.js'

export interface Monitoring {
  build: Build
  metrics: Pick<Metrics, 'expose'>
  checkReadiness: () => Promise<Readiness>
}

/** `/healthz`, also as `/livez`, always; `/readyz` and `/metrics` only with `monitoring`, because `OPS_PORT` moves them and the version to another port. */
export function createOpsRoutes(monitoring?: Monitoring): Router {
  const router = Router({ strict: true, caseSensitive: true })
    .use(['/healthz', '/livez', '/readyz', '/metrics'], setHeaders)
    .get(['/healthz', '/livez'], (_req, res) => {
      res.json({ status: 'ok', ...monitoring?.build })
    })
  if (monitoring === undefined) return router

  const { metrics, checkReadiness } = monitoring
  return router
    .get('/readyz', async (_req, res) => {
      const readiness = await checkReadiness()
      res.status(readiness.ready ? 200 : 503).json(readiness)
    })
    .get('/metrics', async (_req, res) => {
      const { contentType, body } = await metrics.expose()
      res.setHeader('Content-Type', contentType)
      res.end(body)
    })
}

/** Listens on `OPS_PORT`, also with `WORKER_ONLY`. */
export function createOpsApp(monitoring: Monitoring & { config: { baseUrl: string } }): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.use(acceptBasePath(monitoring.config.baseUrl))
  app.use(setHeaders)
  app.use(createOpsRoutes(monitoring))
  app.use((_req, res) => {
    res
      .status(404)
      .json({ error: 'Not found. This port serves /healthz, /livez, /readyz and /metrics.' })
  })
  // The default handler of Express would print the error's message.
  app.use((_err: unknown, _req: Request, res: Response, _next: NextFunction) => {
    res.status(500).json({ error: 'Internal server error.' })
  })
  return app
}

const setHeaders: RequestHandler = (_req, res, next) => {
  res.set(BARE_HEADERS)
  next()
}
