import express, {
  Router,
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
} from 'express'
import { toPublicError } from '../errors.js'
import { isUuid } from '../http/parse-uuid.js'
import type { NotificationTokens } from '../secrets/derived-keys.js'
import { isFinal } from '../sessions/session.js'
import type { SessionStore } from '../sessions/store.js'
import type { JobQueue } from '../jobs/queue.js'

export interface NotificationRoutesOptions {
  store: Pick<SessionStore, 'findReference'>
  queue: Pick<JobQueue, 'requestRefresh'>
  tokens: NotificationTokens
  onReceived: (result: 'accepted' | 'late' | 'rejected' | 'unreadable') => void
  maxBodyBytes: number
  bodyTimeoutMs?: number
  now: () => number
}

/** Without a reference: a token of an earlier release, which is verified after the body is read. */
const BEARER = /^Bearer ((?:[A-Za-z0-9-]{1,64}\.)?[A-Za-z0-9_-]{43})$/i
const BODY_TIMEOUT_MS = 10_000

/**
 * A notification only causes a refresh: its content is not trusted. Unknown topics and fields are
 * accepted, because Yoti may add some.
 */
export function createNotificationRoutes(options: NotificationRoutesOptions): Router {
  const { store, queue, tokens, onReceived, maxBodyBytes, now } = options
  const { bodyTimeoutMs = BODY_TIMEOUT_MS } = options

  const respondUnauthorized = (res: Response) => {
    onReceived('rejected')
    // Closes the connection, because a stranger may send the body slowly.
    res.status(401).set({ 'WWW-Authenticate': 'Bearer', Connection: 'close' })
    res.json({ error: 'unauthorized' })
  }
  const limitBodyTime: RequestHandler = (req, res, next) => {
    const timer = setTimeout(() => {
      res.status(408).set('Connection', 'close').end()
    }, bodyTimeoutMs)
    for (const event of ['end', 'close']) {
      req.once(event, () => {
        clearTimeout(timer)
      })
    }
    next()
  }

  return Router({ strict: true, caseSensitive: true })
    .post(
      '/notifications',
      (req, res, next) => {
        res.setHeader('X-Content-Type-Options', 'nosniff')
        const token = readBearerToken(req.headers) ?? '.'
        // Rejected before the body is read.
        if (token.includes('.') && tokens.verify(token) === undefined) respondUnauthorized(res)
        else next()
      },
      limitBodyTime,
      express.json({ limit: maxBodyBytes, type: () => true }),
      async (req, res) => {
        const sessionId = readSessionId(req.body)
        const session = sessionId === undefined ? undefined : await store.findReference(sessionId)
        // Compared for an unknown session too, so that neither response nor timing reveals it.
        const isTokenValid = tokens.matches(
          session?.reference ?? '',
          readBearerToken(req.headers) ?? '',
        )
        if (sessionId === undefined || session === undefined || !isTokenValid) {
          respondUnauthorized(res)
          return
        }
        if (isFinal(session)) {
          onReceived('late')
        } else {
          await queue.requestRefresh(sessionId, now())
          onReceived('accepted')
        }
        // Yoti retries on any other status.
        res.status(200).end()
      },
    )
    .use('/notifications', (err: unknown, _req: Request, res: Response, next: NextFunction) => {
      const { status } = toPublicError(err)
      if (status >= 500) {
        next(err)
        return
      }
      onReceived('unreadable')
      if (res.headersSent) return
      const error = `expected a JSON object of at most ${maxBodyBytes / 1024} kB`
      res.status(status).json({ error })
    })
}

function readBearerToken({ authorization = '' }: Request['headers']): string | undefined {
  return BEARER.exec(authorization)?.[1]
}

function readSessionId(body: unknown): string | undefined {
  const { session_id: sessionId } = (body ?? {}) as { session_id?: unknown }
  return isUuid(sessionId) ? sessionId : undefined
}
