import { join } from 'node:path'
import express, { type Router } from 'express'
import { ASSERTION_MISTAKES } from '../access-tokens/client-assertion.js'
import { setPageHeaders } from '../http/app.js'
import { DIGEST_MISTAKES } from '../http/digest.js'
import type { ReceivedRequest } from '../http/route.js'
import type { Notifications, SentNotification } from '../notifications/notifications.js'
import type { RecentItems } from '../recent-items.js'
import type { SessionStore } from '../sessions/session-store.js'
import { getSessionState, type Session } from '../sessions/session.js'

interface InboxSources {
  sessions: SessionStore
  requestLog: RecentItems<ReceivedRequest>
  notifications: Notifications
}

const MAX_ENTRIES = 100
const PAGE_POLICY = ["img-src 'self' data:", "frame-ancestors 'none'"]

/** The page of the inbox and what it shows. */
export function createInboxRouter(sources: InboxSources, publicDirectory: string): Router {
  const router = express.Router({ strict: true })
  router.use(setPageHeaders(PAGE_POLICY), (_req, res, next) => {
    res.set('Cross-Origin-Resource-Policy', 'same-origin')
    next()
  })
  router.get('/', (_req, res) => {
    res.sendFile(join(publicDirectory, 'inbox.html'))
  })
  router.get('/state', (req, res) => {
    const { session } = req.query
    res.json(buildState(sources, typeof session === 'string' ? session : ''))
  })
  router.use('/assets', express.static(join(publicDirectory, 'assets')))
  return router
}

/** Latest first, without tokens, digests, bodies or personal data. A user tracking id is not personal data. */
function buildState({ sessions, requestLog, notifications }: InboxSources, sessionId: string) {
  const isSelected = (id: string | undefined) => sessionId === '' || id === sessionId
  const received = requestLog.list().filter((one) => isSelected(one.sessionId))
  const sent = notifications.sent().filter(({ body }) => isSelected(body.session_id))
  return {
    sessions: sessions.listLatest(MAX_ENTRIES).map(toSessionEntry),
    requests: received.slice(-MAX_ENTRIES).reverse().map(toRequestEntry),
    notifications: sent.slice(-MAX_ENTRIES).reverse().map(toNotificationEntry),
    // The total of all sessions includes requests that are no longer stored.
    totals: {
      requests: sessionId === '' ? requestLog.count() : received.length,
      notifications: sessionId === '' ? notifications.count() : sent.length,
    },
  }
}

function toSessionEntry(session: Session) {
  const { id, spec, createdAt: at } = session
  return { id, trackingId: spec.user_tracking_id, state: getSessionState(session), at }
}

function toRequestEntry(request: ReceivedRequest) {
  const { requestId: id, at, method, pattern, status, code, digest, digestMistake } = request
  const { sessionId, fault, assertionMistake } = request
  const remedy =
    (digestMistake && DIGEST_MISTAKES[digestMistake]) ??
    (assertionMistake && ASSERTION_MISTAKES[assertionMistake])
  return { id, at, sessionId, method, pattern, status, code, digest, digestMistake, remedy, fault }
}

function toNotificationEntry(notification: SentNotification) {
  const { id, at, body, delivery, attempts, status } = notification
  return { id, at, sessionId: body.session_id, topic: body.topic, delivery, attempts, status }
}
