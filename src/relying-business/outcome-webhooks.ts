import { AppError } from '../errors.js'
import type { Session } from '../sessions/session.js'
import type { Work, WorkResult } from '../work/queue.js'
import { describeEvent, webhookId, type OutcomeEvent } from './outcome-event.js'
import type { WebhookSender } from './send-webhook.js'

export interface OutcomeWebhooksOptions {
  sender: WebhookSender
  findSession: (sessionId: string) => Promise<Session | undefined>
  now: () => number
}

const SECOND = 1000
const HOUR = 3600 * SECOND
/** Waits after each failure; after the last, the event is given up. About six days in all. */
const WAITS = [2, 5, 15, 60, 300, 900, 3600]
  .map((seconds) => seconds * SECOND)
  .concat([4, 12, 24, 24, 24, 24, 24].map((hours) => hours * HOUR))

/** What durable work keeps of an event: not whom it is about, since that must be erasable. */
export function describeForWork(name: OutcomeEvent['type'], session: Session, at: number): string {
  const { userReference: _person, ...rest } = session
  return JSON.stringify(describeEvent(rest, name, at))
}

/** Tells the relying business what came of its sessions, at least once and in order. */
export function createOutcomeWebhooks({ sender, findSession, now }: OutcomeWebhooksOptions) {
  return async ({ sessionId, event, attempts }: Work): Promise<WorkResult> => {
    if (event === undefined) return { done: true }
    const session = await findSession(sessionId)
    // Of another Yoti, or another application: told by a process that talks to it.
    if (session === undefined) return { failed: 'OTHER_TARGET' }
    const { userReference = null } = session
    const told = JSON.parse(event.payload) as OutcomeEvent
    const payload = JSON.stringify({ ...told, data: { ...told.data, userReference } })
    try {
      await sender.send({ id: webhookId(sessionId, event.name), payload, now: now() })
      return { done: true }
    } catch (err) {
      if (!(err instanceof AppError)) throw err
      const wait = WAITS[attempts]
      if (wait === undefined) return { failed: err.code }
      // Spread over 10 %, so that what failed together does not come back together.
      return { failed: err.code, again: Math.round(now() + wait * (1 + Math.random() / 10)) }
    }
  }
}
