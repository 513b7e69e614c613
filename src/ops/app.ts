import express, { type ErrorRequestHandler, type Express } from 'express'
import { createOpsRoutes, type Monitoring } from './routes.js'

/** Listens on `OPS_PORT`, also with `WORKER_ONLY`. */
export function createOpsApp(monitoring: Monitoring): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.use(createOpsRoutes(monitoring))
  app.use((_req, res) => {
    res.status(404).json({ error: 'Not found. This port serves /healthz, /readyz and /metrics.' })
  })
  app.use(respondWithError)
  return app
}

/** The default handler of Express would print the error's message. */
const respondWithError: ErrorRequestHandler = (_err, _req, res, _next) => {
  res.status(500).json({ error: 'Internal server error.' })
}
