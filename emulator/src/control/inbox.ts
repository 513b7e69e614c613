import { DIGEST_MISTAKES } from '../digest-mistake.js'
import type { Notifications, SentNotification } from '../notifications.js'
import type { ReceivedRequest, RequestLog } from '../request-log.js'
import type { SessionClock } from '../session-clock.js'
import type { SessionStore } from '../session-store.js'
import { getSessionState, type Session } from '../session.js'

/** Latest first, without tokens, digests, bodies or personal data. A user tracking id is not personal data. */
export interface Inbox {
  read(sessionId: string | undefined): object
}

const MAX_ENTRIES = 100

export function createInbox(dependencies: {
  sessions: SessionStore
  clock: SessionClock
  requestLog: RequestLog
  notifications: Notifications
}): Inbox {
  const { sessions, clock, requestLog, notifications } = dependencies
  return {
    read(sessionId) {
      const received = requestLog.list().filter((one) => matchesSession(sessionId, one.sessionId))
      const sent = notifications
        .sent()
        .filter((one) => matchesSession(sessionId, one.body.session_id))
      return {
        sessions: sessions
          .listLatest(MAX_ENTRIES)
          .map((session) => toSessionEntry(session, clock.now(session))),
        requests: received.slice(-MAX_ENTRIES).reverse().map(toRequestEntry),
        notifications: sent.slice(-MAX_ENTRIES).reverse().map(toNotificationEntry),
        // The total of all sessions includes requests that are no longer stored.
        totals: {
          requests: sessionId === undefined ? requestLog.count() : received.length,
          notifications: sessionId === undefined ? notifications.count() : sent.length,
        },
      }
    },
  }
}

function toSessionEntry(session: Session, now: number) {
  return {
    id: session.id,
    trackingId: session.spec.user_tracking_id,
    state: getSessionState(session, now),
    at: session.createdAt,
  }
}

function toRequestEntry(request: ReceivedRequest) {
  const { requestId: id, at, method, pattern, status, code, digest, digestMistake } = request
  const remedy = digestMistake && DIGEST_MISTAKES[digestMistake]
  const { sessionId, fault } = request
  return { id, at, sessionId, method, pattern, status, code, digest, digestMistake, remedy, fault }
}

function toNotificationEntry(notification: SentNotification) {
  const { id, at, body, delivery, attempts, status } = notification
  return { id, at, sessionId: body.session_id, topic: body.topic, delivery, attempts, status }
}

function matchesSession(wanted: string | undefined, sessionId: string | undefined): boolean {
  return wanted === undefined || wanted === sessionId
}
