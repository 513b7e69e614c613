import type { ApiCaller, Webhook } from '../config/callers.js'
import { AppError } from '../errors.js'
import { addJitter, OTHER_TARGET, type Job, type JobResult } from '../jobs/queue.js'
import { getRequestContext } from '../request-context.js'
import { toPublicDecision, type EventType, type Session } from '../sessions/session.js'
import type { SessionStore } from '../sessions/store.js'
import { createWebhookSender, type WebhookSenderOptions } from './webhook-sender.js'

interface WebhooksContext {
  callers: readonly ApiCaller[]
  /** For sessions without a caller. */
  webhook: Webhook | undefined
  findProxy: WebhookSenderOptions['findProxy']
  store: Pick<SessionStore, 'find'>
  now: () => number
}

export const webhooksFeature = {
  name: 'webhooks',

  /** Without a webhook, deliveries wait for a process that has one. */
  provide: (context: WebhooksContext) => ({
    buildEventPayload: (type: EventType, session: Session, occurredAt: number) =>
      findRecipient(context, session).webhook && buildEventPayload(type, session, occurredAt),
    deliver: [context, ...context.callers].some(({ webhook }) => webhook !== undefined)
      ? createDeliverHandler(context)
      : undefined,
  }),
}

/** An unknown caller may have had a webhook of its own, so its events go to a shared one only. */
function findRecipient({ callers, webhook }: WebhooksContext, { callerHash }: Session) {
  const caller = callers.find(({ hash }) => hash === callerHash)
  if (caller !== undefined) return { caller: caller.name, webhook: caller.webhook }
  const isShared = callers.every((each) => each.webhook === webhook)
  return { caller: null, webhook: callerHash === undefined || isShared ? webhook : undefined }
}

const SECOND_MS = 1000
const HOUR_MS = 3600 * SECOND_MS
/** About six days in total, after which the job fails permanently. docs/api.md and docs/operations.md repeat them. */
const RETRY_DELAYS_MS = [2, 5, 15, 60, 300, 900, 3600]
  .map((seconds) => seconds * SECOND_MS)
  .concat([4, 12, 24, 24, 24, 24, 24].map((hours) => hours * HOUR_MS))

/** Without the caller, which is stored as a hash, and the user reference, which must be erasable while the job is queued. */
interface StoredEvent {
  type: EventType
  timestamp: string
  data: object
  /** Of the request that caused the event. Becomes a header. */
  traceparent: string | undefined
}

export function buildEventPayload(type: EventType, session: Session, occurredAt: number): string {
  const { sessionId, target, state, outcome, reasons, decision: made } = session
  const decision = made && toPublicDecision(made)
  return JSON.stringify({
    type,
    timestamp: new Date(occurredAt).toISOString(),
    data: { sessionId, target, state, outcome, reasons, decision },
    traceparent: getRequestContext()?.traceparent,
  } satisfies StoredEvent)
}

/** Another process may have it, or the next start. */
const NO_WEBHOOK = 'This API caller has no webhook. Add it to CALLERS_FILE.'

/** Identifies an event to its receiver: the same for every delivery. */
export function toWebhookId(sessionId: string, eventName: string): string {
  return `evt_${sessionId}_${eventName.replace(/^session\./, '')}`
}

/** Delivers events at least once and in order. */
export function createDeliverHandler(context: WebhooksContext) {
  const { findProxy, store, now } = context
  const senders = new Map<Webhook, ReturnType<typeof createWebhookSender>>()
  const getSender = (webhook: Webhook) => {
    const sender = senders.get(webhook) ?? createWebhookSender({ ...webhook, findProxy })
    senders.set(webhook, sender)
    return sender
  }
  return async ({ sessionId, event, attempts }: Job): Promise<JobResult> => {
    if (event === undefined) return { done: true }
    const session = await store.find(sessionId)
    if (session === undefined) return { failed: OTHER_TARGET }
    const { data, traceparent, ...rest } = JSON.parse(event.payload) as StoredEvent
    const { caller, webhook } = findRecipient(context, session)
    const { userReference = null } = session
    const payload = JSON.stringify({ ...rest, data: { ...data, caller, userReference } })
    const id = toWebhookId(sessionId, event.name)
    try {
      if (webhook === undefined) throw new AppError('NO_WEBHOOK', NO_WEBHOOK)
      await getSender(webhook).send({ id, payload, traceparent, now: now() })
      return { done: true }
    } catch (err) {
      if (!(err instanceof AppError)) throw err
      const delayMs = RETRY_DELAYS_MS[attempts]
      if (delayMs === undefined) return { failed: err.code }
      return { failed: err.code, retryAt: now() + addJitter(delayMs) }
    }
  }
}
