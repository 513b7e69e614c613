import { randomUUID } from 'node:crypto'
import type { Notify, NotificationTopic } from './background.js'
import { planDelivery, type DeliveryRule } from './control/delivery-rule.js'
import { createDelayedDelivery } from './control/delayed-delivery.js'
import { createRecentItems } from './recent-items.js'
import { postNotification } from './post-notification.js'
import type { SessionClock } from './session-clock.js'
import type { Session } from './session.js'
import type { SessionSpec } from './session-spec.js'

export interface SentNotification {
  readonly id: string
  endpoint: string
  body: {
    session_id: string
    topic: NotificationTopic
    resource_id?: string
    task_id?: string
    check_id?: string
  }
  authorization: string | undefined
  at: number
  /** `held` and `dropped` are caused by delivery rules. */
  delivery: 'held' | 'under-way' | 'answered' | 'unanswered' | 'dropped'
  attempts: number
  /** Undefined while pending and without a response. */
  status: number | undefined
}

export interface Notifications {
  notify: Notify
  sent: () => readonly SentNotification[]
  /** Includes notifications that are no longer stored. */
  count: () => number
  /** Applies to the session's next notifications. Without rules, delivery is normal. */
  setDeliveryRules(session: Session, rules: readonly DeliveryRule[]): void
  /** Sends it immediately with the right credential. Returns false for an unknown id. */
  resend(id: string): boolean
  close(): void
}

type NotificationSettings = NonNullable<SessionSpec['notifications']>

const MAX_STORED_NOTIFICATIONS = 1_000

/** Sends the notifications of a session one after another, without blocking its requests. */
export function createNotifications(dependencies: {
  now: () => number
  clock: SessionClock
  /** Retries after an error response or none. Yoti's own policy is unknown. */
  retries: number
  /** PEM certificate to trust in addition to the default authorities. */
  certificate?: string | undefined
}): Notifications {
  const sent = createRecentItems<SentNotification>(MAX_STORED_NOTIFICATIONS)
  const credentials = new WeakMap<SentNotification, string | undefined>()
  const rules = new WeakMap<Session, readonly DeliveryRule[]>()
  const queues = new WeakMap<Session, Promise<void>>()
  const delayedDelivery = createDelayedDelivery(dependencies.clock)
  const closing = new AbortController()

  function store(
    notification: Pick<SentNotification, 'endpoint' | 'body' | 'authorization' | 'delivery'>,
    credential: string | undefined,
  ): SentNotification {
    const kept = { id: randomUUID(), at: dependencies.now(), attempts: 0, status: undefined }
    const added: SentNotification = { ...kept, ...notification }
    credentials.set(added, credential)
    sent.add(added)
    return added
  }

  async function send(notification: SentNotification): Promise<void> {
    while (!closing.signal.aborted && notification.attempts <= dependencies.retries) {
      notification.attempts += 1
      notification.status = await postNotification(
        notification,
        dependencies.certificate,
        closing.signal,
      )
      notification.delivery = notification.status === undefined ? 'unanswered' : 'answered'
      if (notification.status !== undefined && notification.status < 300) return
    }
  }

  function enqueue(session: Session, notification: SentNotification): void {
    notification.delivery = 'under-way'
    const queue = queues.get(session) ?? Promise.resolve()
    queues.set(
      session,
      queue.then(() => send(notification)),
    )
  }

  return {
    notify(session, topic, about = {}) {
      const settings = session.spec.notifications
      if (settings === undefined || !isSubscribed(settings, topic)) return
      const plan = planDelivery(rules.get(session) ?? [], topic)
      const correctAuthorization = buildAuthorization(settings)
      const authorization = plan.wrongCredential
        ? buildWrongAuthorization(settings)
        : correctAuthorization
      const body = { session_id: session.id, topic, ...about }
      const notification = { endpoint: settings.endpoint, body, authorization }
      if (plan.copies === 0) store({ ...notification, delivery: 'dropped' }, correctAuthorization)
      for (let copy = 0; copy < plan.copies; copy += 1) {
        const held = store({ ...notification, delivery: 'held' }, correctAuthorization)
        delayedDelivery.deliver(session, plan, () => {
          enqueue(session, held)
        })
      }
    },
    sent: sent.list,
    count: sent.count,
    setDeliveryRules(session, newRules) {
      rules.set(session, newRules)
    },
    resend(id) {
      const original = sent.list().find((one) => one.id === id)
      if (original === undefined) return false
      const authorization = credentials.get(original)
      const { endpoint, body } = original
      void send(store({ endpoint, body, authorization, delivery: 'under-way' }, authorization))
      return true
    },
    close() {
      closing.abort()
      delayedDelivery.close()
    },
  }
}

/** Without topics, Yoti sends session_completion only. */
function isSubscribed({ topics }: NotificationSettings, topic: NotificationTopic): boolean {
  if (topics === undefined) return topic === 'session_completion'
  return topics.some((subscribed) => subscribed.toLowerCase() === topic)
}

/** Yoti encodes a BASIC token, the default, and sends a BEARER token unchanged. */
function buildAuthorization(settings: NotificationSettings): string | undefined {
  const { auth_token: token, auth_type: type } = settings
  if (token === undefined) return undefined
  return type === 'BEARER' ? `Bearer ${token}` : `Basic ${Buffer.from(token).toString('base64')}`
}

/** Well-formed but not the relying party's credential. */
function buildWrongAuthorization(settings: NotificationSettings): string {
  const { auth_type: type } = settings
  return type === 'BEARER' ? 'Bearer wrong' : `Basic ${Buffer.from('wrong').toString('base64')}`
}
