import { once } from 'node:events'
import { request as requestHttp, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { rootCertificates } from 'node:tls'
import type { Notify, Topic } from './background.js'
import type { Session } from './session.js'
import type { SessionSpec } from './session-spec.js'

export interface SentNotification {
  endpoint: string
  body: {
    session_id: string
    topic: Topic
    resource_id?: string
    task_id?: string
    check_id?: string
  }
  authorization: string | undefined
  at: number
  attempts: number
  /** Undefined while under way and when there was no answer. */
  status: number | undefined
}

export interface Notifications {
  notify: Notify
  sent: () => readonly SentNotification[]
  close(): void
}

type Settings = NonNullable<SessionSpec['notifications']>

const TIMEOUT = 5_000
const MOST_KEPT = 1_000

/** Posts to the relying party, one notification of a session after the other, and never waits for it elsewhere. */
export function createNotifications(parts: {
  now: () => number
  /** How often a refused or unanswered notification is sent again. Yoti's own policy is unknown. */
  retries: number
  /** PEM of a certificate to trust besides the usual authorities. */
  certificate?: string | undefined
}): Notifications {
  const sent: SentNotification[] = []
  const queues = new WeakMap<Session, Promise<void>>()
  const closing = new AbortController()

  async function send(notification: SentNotification): Promise<void> {
    while (!closing.signal.aborted && notification.attempts <= parts.retries) {
      notification.attempts += 1
      notification.status = await post(notification, parts.certificate, closing.signal)
      if (notification.status !== undefined && notification.status < 300) return
    }
  }

  return {
    notify(session, topic, about = {}) {
      const settings = session.spec.notifications
      if (settings === undefined || !isSubscribed(settings, topic)) return
      const notification: SentNotification = {
        endpoint: settings.endpoint,
        body: { session_id: session.id, topic, ...about },
        authorization: buildAuthorization(settings),
        at: parts.now(),
        attempts: 0,
        status: undefined,
      }
      sent.push(notification)
      if (sent.length > MOST_KEPT) sent.shift()
      const queue = queues.get(session) ?? Promise.resolve()
      queues.set(
        session,
        queue.then(() => send(notification)),
      )
    },
    sent: () => sent,
    close() {
      closing.abort()
    },
  }
}

async function post(
  { endpoint, body, authorization }: SentNotification,
  certificate: string | undefined,
  closing: AbortSignal,
): Promise<number | undefined> {
  const trust = certificate === undefined ? {} : { ca: [...rootCertificates, certificate] }
  try {
    const url = new URL(endpoint)
    const start = url.protocol === 'https:' ? requestHttps : requestHttp
    const request = start(url, {
      method: 'POST',
      agent: false,
      headers: {
        'Content-Type': 'application/json',
        ...(authorization === undefined ? {} : { Authorization: authorization }),
      },
      signal: AbortSignal.any([closing, AbortSignal.timeout(TIMEOUT)]),
      ...trust,
    })
    request.on('error', () => undefined).end(JSON.stringify(body))
    const [answer] = (await once(request, 'response')) as [IncomingMessage]
    answer.on('error', () => undefined).resume()
    return answer.statusCode
  } catch {
    return undefined
  }
}

/** Without topics Yoti tells of the completion only. */
function isSubscribed({ topics }: Settings, topic: Topic): boolean {
  if (topics === undefined) return topic === 'session_completion'
  return topics.some((subscribed) => subscribed.toLowerCase() === topic)
}

/** A Basic value is encoded here, a Bearer one sent as it is; BASIC when no type is given. */
function buildAuthorization(settings: Settings): string | undefined {
  const { auth_token: token, auth_type: type } = settings
  if (token === undefined) return undefined
  return type === 'BEARER' ? `Bearer ${token}` : `Basic ${Buffer.from(token).toString('base64')}`
}
