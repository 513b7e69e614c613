import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { request as requestHttp, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { rootCertificates } from 'node:tls'
import { createRecentItems } from '../recent-items.js'
import type { NotificationTopic, SessionPayload } from '../sessions/session-payload.js'
import type { Notify, Session } from '../sessions/session.js'
import { planDelivery } from './delivery-rule.js'

export interface SentNotification {
  readonly id: string
  endpoint: string
  body: { session_id: string; topic: NotificationTopic } & Parameters<Notify>[2]
  authorization: string | undefined
  at: number
  /** `held` and `dropped` are caused by delivery rules. */
  delivery: 'held' | 'under-way' | 'answered' | 'unanswered' | 'dropped'
  attempts: number
  /** Undefined while pending and without a response. */
  status: number | undefined
}

export type Notifications = ReturnType<typeof createNotifications>

type NotificationSettings = NonNullable<SessionPayload['notifications']>

const MAX_STORED_NOTIFICATIONS = 1_000
const TIMEOUT_MS = 5_000

/** Sends the notifications of a session one after another, without blocking its requests. */
export function createNotifications(options: {
  now: () => number
  /** Retries after an error response or none. Yoti's own policy is unknown. */
  retries: number
  /** PEM certificate to trust in addition to the default authorities. */
  certificate: string | undefined
}) {
  const { now, retries, certificate } = options
  const sent = createRecentItems<SentNotification>(MAX_STORED_NOTIFICATIONS)
  const settingsOf = new WeakMap<SentNotification, NotificationSettings>()
  const queues = new WeakMap<Session, Promise<void>>()
  const batches = new WeakMap<Session, SentNotification[]>()
  const closing = new AbortController()

  function store(
    settings: NotificationSettings,
    body: SentNotification['body'],
    delivery: SentNotification['delivery'],
    token = settings.auth_token,
  ): SentNotification {
    const added = {
      id: randomUUID(),
      endpoint: settings.endpoint,
      body,
      authorization: buildAuthorization(settings, token),
      at: now(),
      delivery,
      attempts: 0,
      status: undefined,
    }
    settingsOf.set(added, settings)
    sent.add(added)
    return added
  }

  async function send(notification: SentNotification): Promise<void> {
    while (!closing.signal.aborted && notification.attempts <= retries) {
      notification.attempts += 1
      notification.status = await postNotification(notification, certificate, closing.signal)
      notification.delivery = notification.status === undefined ? 'unanswered' : 'answered'
      if (notification.status !== undefined && notification.status < 300) return
    }
  }

  function enqueue(session: Session, notification: SentNotification): void {
    if (notification.delivery === 'dropped') return
    notification.delivery = 'under-way'
    const earlier = queues.get(session) ?? Promise.resolve()
    queues.set(
      session,
      earlier.then(() => send(notification)),
    )
  }

  /** Collects notifications, and sends them in reverse order. */
  function shuffle(session: Session, notification: SentNotification, seconds: number): void {
    const batch = batches.get(session) ?? []
    batch.unshift(notification)
    if (batch.length > 1) return
    batches.set(session, batch)
    session.clock.setTimer(() => {
      batches.delete(session)
      for (const one of batch) enqueue(session, one)
    }, seconds * 1000)
  }

  const notify: Notify = (session, topic, about = {}) => {
    const settings = session.spec.notifications
    // Without topics, Yoti sends session_completion only.
    const topics = settings?.topics ?? ['SESSION_COMPLETION']
    if (settings === undefined || !topics.includes(topic.toUpperCase())) return
    const plan = planDelivery(session.deliveryRules, topic)
    // Well-formed, but not the relying party's credential.
    const token = plan.wrongCredential ? 'wrong' : settings.auth_token
    const body = { session_id: session.id, topic, ...about }
    if (plan.copies === 0) store(settings, body, 'dropped', token)
    for (let copy = 0; copy < plan.copies; copy += 1) {
      const held = store(settings, body, 'held', token)
      const deliver = () => {
        if (plan.shuffleSeconds > 0) shuffle(session, held, plan.shuffleSeconds)
        else enqueue(session, held)
      }
      if (plan.delaySeconds > 0) session.clock.setTimer(deliver, plan.delaySeconds * 1000)
      else deliver()
    }
  }

  return {
    notify,
    sent: sent.list,
    /** Includes notifications that are no longer stored. */
    count: sent.count,
    /** Sends it immediately with the right credential. Returns false for an unknown id. */
    resend(id: string): boolean {
      const original = sent.list().find((one) => one.id === id)
      const settings = original && settingsOf.get(original)
      if (original === undefined || settings === undefined) return false
      void send(store(settings, original.body, 'under-way'))
      return true
    },
    /** Those that are still held are not sent. */
    remove(isRemoved: (sessionId: string) => boolean): void {
      sent.remove((notification) => {
        const isGone = isRemoved(notification.body.session_id)
        if (isGone && notification.delivery === 'held') notification.delivery = 'dropped'
        return isGone
      })
    },
    close(): void {
      closing.abort()
    },
  }
}

/** Yoti encodes a BASIC token, the default, and sends a BEARER token unchanged. */
function buildAuthorization({ auth_type: type }: NotificationSettings, token: string | undefined) {
  if (token === undefined) return undefined
  return type === 'BEARER' ? `Bearer ${token}` : `Basic ${Buffer.from(token).toString('base64')}`
}

/** Resolves to the status, or undefined without a response. */
async function postNotification(
  { endpoint, body, authorization }: SentNotification,
  certificate: string | undefined,
  closing: AbortSignal,
): Promise<number | undefined> {
  try {
    const url = new URL(endpoint)
    const createRequest = url.protocol === 'https:' ? requestHttps : requestHttp
    const request = createRequest(url, {
      method: 'POST',
      agent: false,
      headers: {
        'Content-Type': 'application/json',
        ...(authorization !== undefined && { Authorization: authorization }),
      },
      signal: AbortSignal.any([closing, AbortSignal.timeout(TIMEOUT_MS)]),
      ...(certificate !== undefined && { ca: [...rootCertificates, certificate] }),
    })
    request.on('error', () => undefined).end(JSON.stringify(body))
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    response.on('error', () => undefined).resume()
    return response.statusCode
  } catch {
    return undefined
  }
}
