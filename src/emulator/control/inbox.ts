import { DIGEST_MISTAKES } from '../digest-mistake.js'
import type { Notifications, SentNotification } from '../notifications.js'
import type { ReceivedRequest, RequestRecord } from '../record.js'
import type { SessionClock } from '../session-clock.js'
import type { SessionStore } from '../session-store.js'
import { stateOf, type Session } from '../session.js'

/** What has happened, latest first: no token, digest, body or anything of a person. */
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
    read: (sessionId) => ({
      sessions: sessions
        .latest(MOST_SHOWN)
        .map((session) => describeSession(session, clock.now(session))),
      requests: pickLatest(record.list(), (one) => isAbout(sessionId, one.sessionId)).map(
        describeRequest,
      ),
      notifications: pickLatest(notifications.sent(), (one) =>
        isAbout(sessionId, one.body.session_id),
      ).map(describeNotification),
    }),
  }
}

function describeSession(session: Session, now: number) {
  return { id: session.id, state: stateOf(session, now), at: session.createdAt }
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

function pickLatest<T>(items: readonly T[], fits: (item: T) => boolean): T[] {
  return items.filter(fits).slice(-MOST_SHOWN).reverse()
}
