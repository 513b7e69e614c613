import express, { type ErrorRequestHandler, type Request, type Router } from 'express'
import type { ControlHandlers } from './control.js'
import { requireJson, requireLoopback } from './guard.js'
import type { Inbox } from './inbox.js'
import { createInboxRouter } from './inbox-page.js'
import { parseJsonBody } from './validate-control-request.js'
import { ControlError, describeValue } from './control-error.js'

export const CONTROL_PATH = '/_emulator'

const MAX_BODY_BYTES = 100_000

/** The control API and the inbox, accessible from this machine only. */
export function createControlRouter(dependencies: {
  control: ControlHandlers
  inbox: Inbox
  publicDirectory: string
}): Router {
  const { control } = dependencies
  const router = express.Router()
  const readBody = express.raw({ type: () => true, limit: MAX_BODY_BYTES, inflate: false })

  const calls: Record<string, (id: string, asked: unknown) => void | Promise<void>> = {
    '/sessions/:id/clock': control.advanceClock,
    '/sessions/:id/faults': control.setFaults,
    '/sessions/:id/notifications': control.setDelivery,
    '/trackings/:id/faults': control.setTrackingFaults,
    '/notifications/:id/resend': control.resend,
  }

  router.use(requireLoopback)
  router.use(createInboxRouter(dependencies.inbox, dependencies.publicDirectory))
  for (const [path, call] of Object.entries(calls)) {
    router.post(path, requireJson, readBody, async (req: Request<{ id: string }>, res) => {
      await call(req.params.id, parseJsonBody(req.body))
      res.status(204).end()
    })
  }
  router.use((req) => {
    const expected = ['GET /', 'GET /state', ...Object.keys(calls).map((path) => `POST ${path}`)]
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

const sendControlError: ErrorRequestHandler = (err: unknown, _req, res, next) => {
  const controlError = toControlError(err)
  if (controlError === undefined || res.headersSent) {
    next(err)
    return
  }
  const { status, code, message, problems } = controlError
  res.status(status).json({ code, message, problems })
}

function toControlError(err: unknown): ControlError | undefined {
  if (err instanceof ControlError) return err
  const { status } = err as { status?: number }
  if (status === undefined || status >= 500) return undefined
  const expected = `a JSON object of at most ${MAX_BODY_BYTES} bytes, not compressed`
  const problem = { path: 'body', expected, seen: 'a body that could not be read' }
  return new ControlError(status, 'INVALID_BODY', [problem], 'Send a smaller, uncompressed body.')
}
