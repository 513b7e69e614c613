import { AppError } from '../errors.js'
import { addJitter, OTHER_TARGET, type Job, type JobResult } from '../jobs/job.js'
import { getRequestContext } from '../request-context.js'
import type { OutcomeEvent } from '../sessions/public-fields.js'
import type { Session } from '../sessions/session.js'
import { createWebhookSender, type WebhookSenderOptions } from './webhook-sender.js'

interface WebhooksContext {
  /** Undefined when no webhook is configured. */
  webhook: Pick<WebhookSenderOptions, 'url' | 'secrets'> | undefined
  findProxy: WebhookSenderOptions['findProxy']
  findSession: (sessionId: string) => Promise<Session | undefined>
  now: () => number
}

export const webhooksFeature = {
  name: 'webhooks',

  eventPayloadBuilder: ({ webhook }: Pick<WebhooksContext, 'webhook'>) =>
    webhook && buildEventPayload,

  jobHandlers: ({ webhook, ...context }: WebhooksContext) =>
    webhook === undefined ? {} : { deliver: createDeliverHandler(webhook, context) },
}

const SECOND_MS = 1000
const HOUR_MS = 3600 * SECOND_MS
/** About six days in total, after which the job fails permanently. docs/api.md and docs/operations.md repeat them. */
const RETRY_DELAYS_MS = [2, 5, 15, 60, 300, 900, 3600]
  .map((seconds) => seconds * SECOND_MS)
  .concat([4, 12, 24, 24, 24, 24, 24].map((hours) => hours * HOUR_MS))

/** `traceparent` of the request that caused the event becomes a header. */
type StoredEvent = OutcomeEvent & { traceparent?: string | undefined }

/** Without the user reference, because it must be erasable while the job is queued. */
export function buildEventPayload(
  type: OutcomeEvent['type'],
  { sessionId, target, state, outcome, reasons }: Session,
  occurredAt: number,
): string {
  return JSON.stringify({
    type,
    timestamp: new Date(occurredAt).toISOString(),
    data: { sessionId, userReference: null, target, state, outcome, reasons: [...reasons] },
    traceparent: getRequestContext()?.traceparent,
  } satisfies StoredEvent)
}

/** Delivers events at least once and in order. */
function createDeliverHandler(
  webhook: NonNullable<WebhooksContext['webhook']>,
  { findProxy, findSession, now }: Omit<WebhooksContext, 'webhook'>,
) {
  const sender = createWebhookSender({ ...webhook, findProxy })
  return async ({ sessionId, event, attempts }: Job): Promise<JobResult> => {
    if (event === undefined) return { done: true }
    const session = await findSession(sessionId)
    if (session === undefined) return { failed: OTHER_TARGET }
    const { data, traceparent, ...rest } = JSON.parse(event.payload) as StoredEvent
    const { userReference = null } = session
    const payload = JSON.stringify({ ...rest, data: { ...data, userReference } })
    // The same for every delivery of an event, so that the receiver can detect duplicates.
    const id = `evt_${sessionId}_${event.name.replace(/^session\./, '')}`
    try {
      await sender.send({ id, payload, traceparent, now: now() })
      return { done: true }
    } catch (err) {
      if (!(err instanceof AppError)) throw err
      const delayMs = RETRY_DELAYS_MS[attempts]
      if (delayMs === undefined) return { failed: err.code }
      return { failed: err.code, retryAt: now() + addJitter(delayMs) }
    }
  }
}
