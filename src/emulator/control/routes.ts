import express, { type ErrorRequestHandler, type Request, type Router } from 'express'
import type { ControlCalls } from './control.js'
import { requireJson, requireLoopback } from './guard.js'
import type { Inbox } from './inbox.js'
import { serveInbox } from './inbox-page.js'
import { parseJson } from './parse-control.js'
import { ControlRefusal, describeSeen } from './refusal.js'

export const CONTROL_PATH = '/_emulator'

const LARGEST_BODY = 100_000

/** What the emulator lets one do besides being Yoti; on this machine only. */
export function createControlRouter(parts: {
  control: ControlCalls
  inbox: Inbox
  viewsDirectory: string
}): Router {
  const { control } = parts
  const router = express.Router()
  const readBody = express.raw({ type: () => true, limit: LARGEST_BODY, inflate: false })

  const calls: Record<string, (id: string, asked: unknown) => void | Promise<void>> = {
    '/sessions/:id/clock': control.advanceClock,
    '/sessions/:id/faults': control.setFaults,
    '/sessions/:id/notifications': control.setDelivery,
    '/trackings/:id/faults': control.setTrackingFaults,
    '/notifications/:id/resend': control.resend,
  }

  router.use(requireLoopback)
  router.use(serveInbox(parts.inbox, parts.viewsDirectory))
  for (const [path, call] of Object.entries(calls)) {
    router.post(path, requireJson, readBody, async (req: Request<{ id: string }>, res) => {
      await call(req.params.id, parseJson(req.body))
      res.status(204).end()
    })
  }
  router.use((req) => {
    const expected = ['GET /', 'GET /state', ...Object.keys(calls).map((path) => `POST ${path}`)]
    const problem = {
      path: 'address',
      expected: `one of ${expected.join(', ')} behind ${CONTROL_PATH}`,
      seen: describeSeen(`${req.method} ${req.path}`),
    }
    throw new ControlRefusal(404, 'NO_SUCH_CALL', [problem], 'Correct the method or the path.')
  })
  router.use(answerRefusal)
  return router
}

const answerRefusal: ErrorRequestHandler = (err: unknown, _req, res, next) => {
  const refusal = toRefusal(err)
  if (refusal === undefined || res.headersSent) {
    next(err)
    return
  }
  const { status, code, message, problems } = refusal
  res.status(status).json({ code, message, problems })
}

function toRefusal(err: unknown): ControlRefusal | undefined {
  if (err instanceof ControlRefusal) return err
  const { status } = err as { status?: number }
  if (status === undefined || status >= 500) return undefined
  const expected = `a JSON object of at most ${LARGEST_BODY} bytes, not compressed`
  const problem = { path: 'body', expected, seen: 'one that could not be read' }
  return new ControlRefusal(status, 'INVALID_BODY', [problem], 'Send a smaller, plain body.')
}
