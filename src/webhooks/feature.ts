import type { ApiCaller, Webhook } from '../config/callers.js'
import { AppError } from '../errors.js'
import { addJitter, OTHER_TARGET, type Job, type JobResult } from '../jobs/job.js'
import { getRequestContext } from '../request-context.js'
import { toSessionResponse, type OutcomeEvent } from '../sessions/public-fields.js'
import type { Session } from '../sessions/session.js'
import { createWebhookSender, type WebhookSenderOptions } from './webhook-sender.js'

interface WebhooksContext {
  callers: readonly ApiCaller[]
  /** For sessions without a caller. */
  webhook: Webhook | undefined
  findProxy: WebhookSenderOptions['findProxy']
  findSession: (sessionId: string) => Promise<Session | undefined>
  now: () => number
}

type Webhooks = Pick<WebhooksContext, 'callers' | 'webhook'>

export const webhooksFeature = {
  name: 'webhooks',

  eventPayloadBuilder:
    (webhooks: Webhooks) =>
    (...[type, session, occurredAt]: Parameters<typeof buildEventPayload>) =>
      findRecipient(webhooks, session).webhook && buildEventPayload(type, session, occurredAt),

  /** Without a webhook, deliveries wait for a process that has one. */
  jobHandlers: (context: WebhooksContext) =>
    [context, ...context.callers].some(({ webhook }) => webhook !== undefined)
      ? { deliver: createDeliverHandler(context) }
      : {},
}

/** An unknown caller may have had a webhook of its own, so its events go to a shared one only. */
function findRecipient({ callers, webhook }: Webhooks, { callerHash }: Session) {
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

/** `traceparent` of the request that caused the event becomes a header. */
type StoredEvent = OutcomeEvent & { traceparent?: string | undefined }

/** Without the caller, which is stored as a hash, and the user reference, which must be erasable while the job is queued. */
export function buildEventPayload(
  type: OutcomeEvent['type'],
  session: Session,
  occurredAt: number,
): string {
  const { sessionId, target, state, outcome, reasons, decision } = toSessionResponse(session)
  const hidden = { caller: null, userReference: null }
  return JSON.stringify({
    type,
    timestamp: new Date(occurredAt).toISOString(),
    data: { sessionId, ...hidden, target, state, outcome, reasons, decision },
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
  const { findProxy, findSession, now } = context
  const senders = new Map<Webhook, ReturnType<typeof createWebhookSender>>()
  const getSender = (webhook: Webhook) => {
    const sender = senders.get(webhook) ?? createWebhookSender({ ...webhook, findProxy })
    senders.set(webhook, sender)
    return sender
  }
  return async ({ sessionId, event, attempts }: Job): Promise<JobResult> => {
    if (event === undefined) return { done: true }
    const session = await findSession(sessionId)
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
