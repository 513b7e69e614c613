import express, { Router, type Request, type Response } from 'express'
import { isUuid } from '../http/parse.js'
import type { NotificationTokens } from '../secrets/notification-tokens.js'
import type { SessionStore } from '../sessions/store.js'
import type { WorkQueue } from '../work/queue.js'

export interface NotificationRoutesOptions {
  store: Pick<SessionStore, 'find'>
  queue: Pick<WorkQueue, 'hint'>
  tokens: NotificationTokens
  onReceived: (result: 'accepted' | 'refused' | 'unreadable') => void
  now: () => number
}

const BEARER = /^Bearer ([A-Za-z0-9_-]{43})$/i

/**
 * What Yoti tells us. It is a hint and nothing more: whoever holds the session's token may make us
 * ask Yoti, and only Yoti's answer is believed. Topics and fields that we do not know are fine.
 */
export function createNotificationRoutes(options: NotificationRoutesOptions): Router {
  const { store, queue, tokens, onReceived, now } = options
  const json = express.json({ limit: '16kb', type: () => true })

  const refuse = (res: Response) => {
    onReceived('refused')
    res.status(401).setHeader('WWW-Authenticate', 'Bearer').json({ error: 'unauthorized' })
  }

  return Router({ strict: true, caseSensitive: true }).post(
    '/notifications',
    (req, res, next) => {
      // Without credentials nothing is even read.
      if (readToken(req) === undefined) refuse(res)
      else next()
    },
    (req, res, next) => {
      json(req, res, (err?: unknown) => {
        if (err === undefined) {
          next()
          return
        }
        onReceived('unreadable')
        const isTooLarge = (err as { status?: unknown } | null)?.status === 413
        res.status(isTooLarge ? 413 : 400).json({ error: 'expected a small JSON object' })
      })
    },
    async (req, res) => {
      const sessionId = readSessionId(req.body)
      const session = sessionId === undefined ? undefined : await store.find(sessionId)
      // An unknown session costs as much as a wrong token, and is answered like it.
      const fits = tokens.matches(session?.reference ?? '', readToken(req) ?? '')
      if (session === undefined || !fits) {
        refuse(res)
        return
      }
      await queue.hint(session.sessionId, now())
      onReceived('accepted')
      res.status(204).end()
    },
  )
}

function readToken(req: Request): string | undefined {
  return BEARER.exec(req.headers.authorization ?? '')?.[1]
}

function readSessionId(body: unknown): string | undefined {
  const { session_id: sessionId } = (body ?? {}) as { session_id?: unknown }
  return isUuid(sessionId) ? sessionId : undefined
}
