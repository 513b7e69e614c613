import { AppError } from '../errors.js'
import type { Session } from '../sessions/session.js'
import type { Job, JobResult } from '../jobs/job-queue.js'
import { toOutcomeEvent, buildWebhookId, type OutcomeEvent } from './outcome-event.js'
import type { WebhookSender } from './webhook-sender.js'

export interface WebhookJobOptions {
  sender: WebhookSender
  findSession: (sessionId: string) => Promise<Session | undefined>
  now: () => number
}

const SECOND_MS = 1000
const HOUR_MS = 3600 * SECOND_MS
/** About six days in total, after which the job fails permanently. */
const RETRY_DELAYS_MS = [2, 5, 15, 60, 300, 900, 3600]
  .map((seconds) => seconds * SECOND_MS)
  .concat([4, 12, 24, 24, 24, 24, 24].map((hours) => hours * HOUR_MS))

/** Without the user reference, because it must be erasable while the job is queued. */
export function serializeOutcomeEvent(
  name: OutcomeEvent['type'],
  session: Session,
  occurredAt: number,
): string {
  const { userReference: _userReference, ...rest } = session
  return JSON.stringify(toOutcomeEvent(rest, name, occurredAt))
}

/** Delivers events at least once and in order. */
export function createWebhookJobHandler({ sender, findSession, now }: WebhookJobOptions) {
  return async ({ sessionId, event, attempts }: Job): Promise<JobResult> => {
    if (event === undefined) return { done: true }
    const session = await findSession(sessionId)
    // Belongs to another target or application, so a process configured for that one delivers it.
    if (session === undefined) return { failed: 'OTHER_TARGET' }
    const { userReference = null } = session
    const outcomeEvent = JSON.parse(event.payload) as OutcomeEvent
    const payload = JSON.stringify({
      ...outcomeEvent,
      data: { ...outcomeEvent.data, userReference },
    })
    try {
      await sender.send({ id: buildWebhookId(sessionId, event.name), payload, now: now() })
      return { done: true }
    } catch (err) {
      if (!(err instanceof AppError)) throw err
      const delayMs = RETRY_DELAYS_MS[attempts]
      if (delayMs === undefined) return { failed: err.code }
      // 10 % jitter, so that jobs that failed together are not retried together.
      return { failed: err.code, retryAt: Math.round(now() + delayMs * (1 + Math.random() / 10)) }
    }
  }
}
