import { randomUUID } from 'node:crypto'
import type { Notify, Topic } from './background.js'
import { planDelivery, type DeliveryRule } from './control/delivery-rule.js'
import { createHolding } from './control/holding.js'
import { createLatest } from './latest.js'
import { postNotification } from './post-notification.js'
import type { SessionClock } from './session-clock.js'
import type { Session } from './session.js'
import type { SessionSpec } from './session-spec.js'

export interface SentNotification {
  readonly id: string
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
  /** `held` and `dropped` because a test wanted it so. */
  delivery: 'held' | 'under-way' | 'answered' | 'unanswered' | 'dropped'
  attempts: number
  /** Undefined while under way and when there was no answer. */
  status: number | undefined
}

export interface Notifications {
  notify: Notify
  sent: () => readonly SentNotification[]
  /** How many were sent in all, also those that are no longer kept. */
  count: () => number
  /** How the next ones of a session are delivered; none is as Yoti does. */
  setRules(session: Session, rules: readonly DeliveryRule[]): void
  /** Sends one again, at once and with the right credential. False when it is no longer known. */
  sendAgain(id: string): boolean
  close(): void
}

type Settings = NonNullable<SessionSpec['notifications']>

const MOST_KEPT = 1_000

/** Posts to the relying party, one notification of a session after the other, and never waits for it elsewhere. */
export function createNotifications(parts: {
  now: () => number
  clock: SessionClock
  /** How often a refused or unanswered notification is sent again. Yoti's own policy is unknown. */
  retries: number
  /** PEM of a certificate to trust besides the usual authorities. */
  certificate?: string | undefined
}): Notifications {
  const sent = createLatest<SentNotification>(MOST_KEPT)
  const credentials = new WeakMap<SentNotification, string | undefined>()
  const rules = new WeakMap<Session, readonly DeliveryRule[]>()
  const queues = new WeakMap<Session, Promise<void>>()
  const holding = createHolding(parts.clock)
  const closing = new AbortController()

  function keep(
    notification: Pick<SentNotification, 'endpoint' | 'body' | 'authorization' | 'delivery'>,
    credential: string | undefined,
  ): SentNotification {
    const kept = { id: randomUUID(), at: parts.now(), attempts: 0, status: undefined }
    const added: SentNotification = { ...kept, ...notification }
    credentials.set(added, credential)
    sent.add(added)
    return added
  }

  async function send(notification: SentNotification): Promise<void> {
    while (!closing.signal.aborted && notification.attempts <= parts.retries) {
      notification.attempts += 1
      notification.status = await postNotification(notification, parts.certificate, closing.signal)
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
      const right = buildAuthorization(settings)
      const authorization = plan.wrongCredential ? buildWrongAuthorization(settings) : right
      const body = { session_id: session.id, topic, ...about }
      const notification = { endpoint: settings.endpoint, body, authorization }
      if (plan.copies === 0) keep({ ...notification, delivery: 'dropped' }, right)
      for (let copy = 0; copy < plan.copies; copy += 1) {
        const held = keep({ ...notification, delivery: 'held' }, right)
        holding.hold(session, plan, () => {
          enqueue(session, held)
        })
      }
    },
    sent: sent.list,
    count: sent.count,
    setRules(session, newRules) {
      rules.set(session, newRules)
    },
    sendAgain(id) {
      const original = sent.list().find((one) => one.id === id)
      if (original === undefined) return false
      const authorization = credentials.get(original)
      const { endpoint, body } = original
      void send(keep({ endpoint, body, authorization, delivery: 'under-way' }, authorization))
      return true
    },
    close() {
      closing.abort()
      holding.close()
    },
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

/** Of the same form, and not the one that the relying party gave. */
function buildWrongAuthorization(settings: Settings): string {
  const { auth_type: type } = settings
  return type === 'BEARER' ? 'Bearer wrong' : `Basic ${Buffer.from('wrong').toString('base64')}`
}
