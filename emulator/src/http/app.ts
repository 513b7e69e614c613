import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import express, {
  type ErrorRequestHandler,
  type Express,
  type RequestHandler,
  type Router,
} from 'express'
import { CONTROL_PATH } from '../control/routes.js'
import type { EmulatorState } from '../emulator-state.js'
import { ApiError } from './api-error.js'
import { createRouteHandler, sendResponse } from './route-handler.js'
import type { Route } from './route.js'

export const API_PATH = '/idverify/v1'
export const SANDBOX_PATH = '/sandbox/idverify/v1'
export const PUBLIC_DIRECTORY = fileURLToPath(new URL('../../public', import.meta.url))

// An image of 10 MB and the multipart overhead.
const MAX_BODY_SIZE = '11mb'

// Any site may frame the page, as with Yoti's own, so there is neither frame-ancestors nor X-Frame-Options.
const CLIENT_PAGE_POLICY = [
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "form-action 'none'",
]

/** Both prefixes serve the same API. Only the sandbox's accepts response configurations. */
export function createEmulatorApp(
  state: EmulatorState,
  routers: {
    rootRoutes: readonly Route[]
    routes: readonly Route[]
    sandboxRoutes: readonly Route[]
    control: Router
  },
): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  const api = createApiRouter(routers.routes, state)
  const page = createPageRouter()
  app.use(CONTROL_PATH, routers.control)
  app.use(createApiRouter(routers.rootRoutes, state))
  app.use(SANDBOX_PATH, createApiRouter(routers.sandboxRoutes, state))
  for (const path of [API_PATH, SANDBOX_PATH]) app.use(path, api, page)
  app.use((req, res) => {
    const json = { code: 'NOT_FOUND', message: describeUnknownAddress(req.method, req.path) }
    return sendResponse(res, { status: 404, json }, randomUUID())
  })
  app.use(handleError)
  return app
}

function createApiRouter(routes: readonly Route[], state: EmulatorState): Router {
  const router = express.Router()
  const readBody = express.raw({ type: () => true, limit: MAX_BODY_SIZE, inflate: false })
  for (const route of routes) {
    const method = route.method.toLowerCase() as 'get' | 'post' | 'put' | 'delete'
    router[method](route.path, readBody, createRouteHandler(route, state))
  }
  return router
}

function createPageRouter(): Router {
  const router = express.Router()
  router.use('/web', setPageHeaders(CLIENT_PAGE_POLICY), (_req, res, next) => {
    res.set('x-request-id', randomUUID())
    next()
  })
  router.use('/web/assets', express.static(join(PUBLIC_DIRECTORY, 'assets')))
  router.use('/web/locales', express.static(join(PUBLIC_DIRECTORY, '../locales')))
  router.get('/web/index.html', (_req, res) => {
    res.sendFile(join(PUBLIC_DIRECTORY, 'index.html'))
  })
  return router
}

/** Allows only the emulator's own scripts and styles, and what the additional directives of the policy allow. */
export function setPageHeaders(directives: readonly string[]): RequestHandler {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    ...directives,
  ]
  return (_req, res, next) => {
    res.set({
      'Content-Security-Policy': policy.join('; '),
      'X-Content-Type-Options': 'nosniff',
      // The URL of the client page may contain the client session token.
      'Referrer-Policy': 'no-referrer',
      'Cache-Control': 'no-cache',
    })
    next()
  }
}

const CALL_PATTERN = /\/(?:sessions|supported-documents|agent|apps|web)(?:\/.*)?$/

function describeUnknownAddress(method: string, path: string): string {
  const asked = `${method} ${path.slice(0, 200)}`
  if ([API_PATH, SANDBOX_PATH].some((prefix) => path.startsWith(`${prefix}/`))) {
    return `The API has no call ${asked}. Response configurations and POST /agent are served under ${SANDBOX_PATH} only`
  }
  const call = CALL_PATTERN.exec(path)?.[0]
  const suggestion = call === undefined ? '' : `. Call ${method} ${API_PATH}${call.slice(0, 200)}`
  return `Nothing is served at ${asked}. The API is served under ${API_PATH}, and with response configurations under ${SANDBOX_PATH}${suggestion}`
}

const handleError: ErrorRequestHandler = (err: { type?: string }, _req, res, next) => {
  const isTooLarge = err.type === 'entity.too.large'
  const { status, body } = new ApiError(isTooLarge ? 'PAYLOAD_TOO_LARGE' : 'MALFORMED_REQUEST')
  if (res.headersSent) next(err)
  else void sendResponse(res, { status, json: body }, randomUUID())
}
