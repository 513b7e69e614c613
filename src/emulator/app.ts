import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import express, {
  type ErrorRequestHandler,
  type Express,
  type RequestHandler,
  type Router,
} from 'express'
import { answerJson } from './answer.js'
import { CONTROL_PATH } from './control/routes.js'
import { ErrorAnswer } from './error-answer.js'
import type { Route } from './route.js'
import { sendAnswer } from './send-answer.js'
import { serveRoute, type Served } from './serve-route.js'

export const API_PATH = '/idverify/v1'
export const SANDBOX_PATH = '/sandbox/idverify/v1'

// A picture of 10 MB and what multipart adds to it.
const LARGEST_BODY = '11mb'

// Any site may frame the page, as with Yoti's own; so nothing here says frame-ancestors or X-Frame-Options.
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** The same API at both prefixes; choosing responses at the sandbox's alone. */
export function createEmulatorApp(parts: {
  routes: readonly Route[]
  sandboxRoutes: readonly Route[]
  served: Served
  control: Router
  viewsDirectory: string
}): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  const api = createApi(parts.routes, parts.served)
  const page = servePage(parts.viewsDirectory)
  app.use(CONTROL_PATH, parts.control)
  app.use(SANDBOX_PATH, createApi(parts.sandboxRoutes, parts.served))
  for (const path of [API_PATH, SANDBOX_PATH]) app.use(path, api, page)
  app.use((_req, res) => {
    refuse(res, 'NOT_FOUND')
  })
  app.use(handleError)
  return app
}

function createApi(routes: readonly Route[], served: Served): Router {
  const router = express.Router()
  const readBody = express.raw({ type: () => true, limit: LARGEST_BODY, inflate: false })
  for (const route of routes) {
    const method = route.method.toLowerCase() as 'get' | 'post' | 'put' | 'delete'
    router[method](route.path, readBody, serveRoute(route, served))
  }
  return router
}

function servePage(viewsDirectory: string): RequestHandler {
  const router = express.Router()
  router.use('/web', (_req, res, next) => {
    res.set({
      'x-request-id': randomUUID(),
      'Content-Security-Policy': PAGE_POLICY,
      'X-Content-Type-Options': 'nosniff',
      // The page's address may hold the client session token.
      'Referrer-Policy': 'no-referrer',
      'Cache-Control': 'no-cache',
    })
    next()
  })
  router.use('/web/assets', express.static(join(viewsDirectory, 'assets', 'emulator')))
  router.get('/web/index.html', (_req, res) => {
    res.sendFile(join(viewsDirectory, 'emulator', 'index.html'))
  })
  return router
}

const handleError: ErrorRequestHandler = (err: { type?: string }, _req, res, next) => {
  if (res.headersSent) {
    next(err)
    return
  }
  refuse(res, err.type === 'entity.too.large' ? 'PAYLOAD_TOO_LARGE' : 'MALFORMED_REQUEST')
}

function refuse(
  res: express.Response,
  code: 'NOT_FOUND' | 'PAYLOAD_TOO_LARGE' | 'MALFORMED_REQUEST',
) {
  const { status, body } = new ErrorAnswer(code)
  sendAnswer(res, answerJson(status, body), randomUUID())
}
