import express, { type ErrorRequestHandler, type Express } from 'express'
import { createOpsRoutes, type Monitoring } from './routes.js'

/** What listens on `OPS_PORT`, also of a process that only works (`WORKER_ONLY`). */
export function createOpsApp(monitoring: Monitoring): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.use(createOpsRoutes(monitoring))
  app.use((_req, res) => {
    res.status(404).json({ error: 'Here are /healthz, /readyz and /metrics.' })
  })
  app.use(respondWithError)
  return app
}

/** Express itself would print the message. */
const respondWithError: ErrorRequestHandler = (_err, _req, res, _next) => {
  res.status(500).json({ error: 'Something went wrong on our side.' })
}
