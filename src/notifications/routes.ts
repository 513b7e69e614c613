import express, { Router, type NextFunction, type Request, type Response } from 'express'
import { readMistakeStatus } from '../http/client-mistake.js'
import { isUuid } from '../http/parse.js'
import type { NotificationTokens } from '../secrets/notification-tokens.js'
import { isFinished } from '../sessions/session.js'
import type { SessionStore } from '../sessions/store.js'
import type { WorkQueue } from '../work/queue.js'

export interface NotificationRoutesOptions {
  store: Pick<SessionStore, 'findReference'>
  queue: Pick<WorkQueue, 'hint'>
  tokens: NotificationTokens
  onReceived: (result: 'accepted' | 'late' | 'refused' | 'unreadable') => void
  now: () => number
}

const BEARER = /^Bearer ([A-Za-z0-9_-]{43})$/i

/**
 * What Yoti tells us. It is a hint and nothing more: whoever holds the session's token may make us
 * ask Yoti, and only Yoti's answer is believed. Topics and fields that we do not know are fine.
 */
export function createNotificationRoutes(options: NotificationRoutesOptions): Router {
  const { store, queue, tokens, onReceived, now } = options

  const refuse = (res: Response) => {
    onReceived('refused')
    res.status(401).setHeader('WWW-Authenticate', 'Bearer').json({ error: 'unauthorized' })
  }

  return Router({ strict: true, caseSensitive: true })
    .post(
      '/notifications',
      (req, res, next) => {
        // Without credentials nothing is even read.
        if (readToken(req.headers) === undefined) refuse(res)
        else next()
      },
      express.json({ limit: '16kb', type: () => true }),
      async (req, res) => {
        const sessionId = readSessionId(req.body)
        const session = sessionId === undefined ? undefined : await store.findReference(sessionId)
        // An unknown session costs as much as a wrong token, and is answered like it.
        const fits = tokens.matches(session?.reference ?? '', readToken(req.headers) ?? '')
        if (sessionId === undefined || session === undefined || !fits) {
          refuse(res)
          return
        }
        if (isFinished(session)) {
          onReceived('late')
        } else {
          await queue.hint(sessionId, now())
          onReceived('accepted')
        }
        // Other products of Yoti send again until they get exactly this.
        res.status(200).end()
      },
    )
    .use('/notifications', (err: unknown, _req: Request, res: Response, next: NextFunction) => {
      const status = readMistakeStatus(err)
      if (status === undefined) {
        next(err)
        return
      }
      onReceived('unreadable')
      res.status(status).json({ error: 'expected a small JSON object' })
    })
}

function readToken({ authorization = '' }: Request['headers']): string | undefined {
  return BEARER.exec(authorization)?.[1]
}

function readSessionId(body: unknown): string | undefined {
  const { session_id: sessionId } = (body ?? {}) as { session_id?: unknown }
  return isUuid(sessionId) ? sessionId : undefined
}
