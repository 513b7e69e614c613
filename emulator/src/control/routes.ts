import express, {
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Router,
} from 'express'
import { ControlError, describeValue } from './control-error.js'
import type { Control } from './control.js'
import { WEBHOOKS_PATH, type OutcomeWebhooks } from './outcome-webhooks.js'

export const CONTROL_PATH = '/_emulator'

const MAX_BODY_BYTES = 100_000
// With the images of a session.
const MAX_IMPORT_BYTES = 100_000_000
const LOOPBACK_HOST_PATTERN = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i
const FORM_CONTENT_TYPE = /^application\/x-www-form-urlencoded\s*(?:;|$)/i
const JSON_CONTENT_TYPE = /^application\/json\s*(?:;|$)/i

/** Each call validates what is asked. */
type Calls = Record<string, (id: string, asked: never) => unknown>

/** The control API and the inbox, accessible from this machine only. */
export function createControlRouter(
  control: Control,
  inbox: Router,
  webhooks: OutcomeWebhooks,
): Router {
  const router = express.Router()
  const readBody = (path: string) =>
    express.raw({
      type: () => true,
      limit: path.endsWith('/import') ? MAX_IMPORT_BYTES : MAX_BODY_BYTES,
      inflate: false,
    })

  const calls: Calls = {
    '/sessions/:id/finish': control.finish,
    '/sessions/:id/import': control.importSession,
    '/sessions/:id/clock': control.advanceClock,
    '/sessions/:id/faults': control.setFaults,
    '/sessions/:id/notifications': control.setDelivery,
    '/trackings/:id/clock': control.setTrackingClock,
    '/trackings/:id/faults': control.setTrackingFaults,
    '/trackings/:id/notifications': control.setTrackingDelivery,
    '/notifications/:id/resend': control.resend,
    '/webhooks/refuse': (_id, asked) => {
      webhooks.refuse(asked)
    },
    '/reset': (_id, asked) => {
      control.reset(asked)
    },
  }
  const reads: Calls = {
    '/sessions/:id': control.getSession,
    '/sessions/:id/export': control.exportSession,
  }

  router.use(requireLoopback)
  router.use(inbox)
  for (const [path, call] of Object.entries(calls)) {
    router.post(path, requireJson, readBody(path), async (req: Request<{ id: string }>, res) => {
      const result = await call(req.params.id, parseJsonBody(readJson(req)) as never)
      if (isInboxForm(req)) res.redirect(303, CONTROL_PATH + readQuery(req.headers.referer))
      else if (result === undefined) res.status(204).end()
      else res.json(result)
    })
  }
  router.post(WEBHOOKS_PATH, requireJson, readBody(WEBHOOKS_PATH), (req, res) => {
    const body = req.body as Buffer
    res.status(webhooks.receive(req.headers, body, parseJsonBody(body.toString()))).end()
  })
  for (const [path, read] of Object.entries(reads)) {
    router.get(path, async (req: Request<{ id: string }>, res) => {
      res.json(await read(req.params.id, req.query as never))
    })
  }
  router.use((req) => {
    const expected = [
      ...['/', '/state', ...Object.keys(reads)].map((path) => `GET ${path}`),
      ...[WEBHOOKS_PATH, ...Object.keys(calls)].map((path) => `POST ${path}`),
    ]
    const problem = {
      path: 'address',
      expected: `one of ${expected.join(', ')} after ${CONTROL_PATH}`,
      seen: describeValue(`${req.method} ${req.path}`),
    }
    throw new ControlError(404, 'NO_SUCH_CALL', [problem], 'Correct the method or the path.')
  })
  router.use(sendControlError)
  return router
}

/** Prevents DNS rebinding: a site whose name resolves to this machine sends its own name as Host. */
const requireLoopback: RequestHandler = ({ headers }, _res, next) => {
  if (!LOOPBACK_HOST_PATTERN.test(headers.host ?? '')) {
    const expected = '127.0.0.1, localhost or [::1], with any port'
    const problem = { path: 'header.Host', expected, seen: describeValue(headers.host) }
    const remedy = 'Call it from the machine that it runs on, with one of these host names.'
    throw new ControlError(403, 'LOOPBACK_ONLY', [problem], remedy)
  }
  next()
}

/**
 * Prevents cross-site requests: this content type needs a CORS preflight, which always fails. For a
 * form, a browser states the origin of the page.
 */
const requireJson: RequestHandler = (req, _res, next) => {
  const { 'content-type': type } = req.headers
  if (!JSON_CONTENT_TYPE.test(type ?? '') && !isInboxForm(req)) {
    const expected = 'application/json'
    const problem = { path: 'header.Content-Type', expected, seen: describeValue(type) }
    const remedy = 'Send JSON with Content-Type: application/json.'
    throw new ControlError(415, 'JSON_ONLY', [problem], remedy)
  }
  next()
}

type Body = Pick<Request, 'headers' | 'protocol' | 'body'>

function isInboxForm({ headers, protocol }: Body): boolean {
  const isForm = FORM_CONTENT_TYPE.test(headers['content-type'] ?? '')
  return isForm && headers.origin === `${protocol}://${headers.host}`
}

/** A form of the inbox has the body of the call in its field `json`. */
function readJson(req: Body): string {
  const text = Buffer.isBuffer(req.body) ? req.body.toString() : ''
  return isInboxForm(req) ? (new URLSearchParams(text).get('json') ?? '') : text
}

const readQuery = (address = '') => (URL.canParse(address) ? new URL(address).search : '')

function parseJsonBody(text: string): unknown {
  if (text === '') return {}
  try {
    return JSON.parse(text)
  } catch {
    const seen = 'text that is not JSON'
    const problem = { path: 'body', expected: 'a JSON object', seen }
    throw new ControlError(400, 'INVALID_BODY', [problem], 'Send a JSON object.')
  }
}

/** Of a call, or of the body parser. */
const sendControlError: ErrorRequestHandler = (err: ControlError | BodyError, _req, res, next) => {
  const { status = 500 } = err
  if (status >= 500 || res.headersSent) {
    next(err)
    return
  }
  const { code, message, problems } = err instanceof ControlError ? err : describeBodyError(err)
  res.status(status).json({ code, message, problems })
}

interface BodyError {
  status?: number
  limit?: number
}

function describeBodyError({ status = 400, limit = MAX_BODY_BYTES }: BodyError): ControlError {
  const expected = `a JSON object of at most ${limit} bytes, not compressed`
  const problem = { path: 'body', expected, seen: 'a body that could not be read' }
  return new ControlError(status, 'INVALID_BODY', [problem], 'Send a smaller, uncompressed body.')
}
