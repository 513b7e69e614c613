import { DIGEST_MISTAKES } from '../digest-mistake.js'
import type { Notifications, SentNotification } from '../notifications.js'
import type { ReceivedRequest, RequestRecord } from '../record.js'
import type { SessionClock } from '../session-clock.js'
import type { SessionStore } from '../session-store.js'
import { stateOf, type Session } from '../session.js'

/** What has happened, latest first: no token, digest, body or personal data (a user tracking id is none). */
export interface Inbox {
  read(sessionId: string | undefined): object
}

const MOST_SHOWN = 100

export function createInbox(parts: {
  sessions: SessionStore
  clock: SessionClock
  record: RequestRecord
  notifications: Notifications
}): Inbox {
  const { sessions, clock, record, notifications } = parts
  return {
    read(sessionId) {
      const received = record.list().filter((one) => isAbout(sessionId, one.sessionId))
      const sent = notifications.sent().filter((one) => isAbout(sessionId, one.body.session_id))
      return {
        sessions: sessions
          .latest(MOST_SHOWN)
          .map((session) => describeSession(session, clock.now(session))),
        requests: received.slice(-MOST_SHOWN).reverse().map(describeRequest),
        notifications: sent.slice(-MOST_SHOWN).reverse().map(describeNotification),
        // Of one session those that are kept, of all also those that are not any more.
        totals: {
          requests: sessionId === undefined ? record.count() : received.length,
          notifications: sessionId === undefined ? notifications.count() : sent.length,
        },
      }
    },
  }
}

function describeSession(session: Session, now: number) {
  return {
    id: session.id,
    trackingId: session.spec.user_tracking_id,
    state: stateOf(session, now),
    at: session.createdAt,
  }
}

function describeRequest(request: ReceivedRequest) {
  const { requestId: id, at, method, pattern, status, code, digest, digestMistake } = request
  const remedy = digestMistake && DIGEST_MISTAKES[digestMistake]
  const { sessionId, fault } = request
  return { id, at, sessionId, method, pattern, status, code, digest, digestMistake, remedy, fault }
}

function describeNotification(notification: SentNotification) {
  const { id, at, body, delivery, attempts, status } = notification
  return { id, at, sessionId: body.session_id, topic: body.topic, delivery, attempts, status }
}

function isAbout(wanted: string | undefined, sessionId: string | undefined): boolean {
  return wanted === undefined || wanted === sessionId
}
