import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { z } from 'zod'
import { createRecentItems } from '../recent-items.js'
import { validateControlRequest } from './control-error.js'

/** An outcome that the relying party sent here. */
export interface ReceivedWebhook {
  readonly id: string
  type: string
  sessionId: string | undefined
  trackingId: string | undefined
  outcome: string | undefined
  /** Empty unless content is recorded. */
  body: Buffer
  at: number
  /** One for each delivery of the same `webhook-id`. */
  attempts: { at: number; status: number }[]
}

export type OutcomeWebhooks = ReturnType<typeof createOutcomeWebhooks>

export const WEBHOOKS_PATH = '/webhooks'
const MAX_STORED_WEBHOOKS = 1_000
const refusalSchema = z.strictObject({ times: z.int().min(0).max(100) })
const textSchema = z.string().max(200).optional().catch(undefined)
const eventSchema = z
  .object({
    type: textSchema,
    data: z
      .object({ sessionId: textSchema, userReference: textSchema, outcome: textSchema })
      .catch({}),
  })
  .catch({ data: {} })

/** A receiver for looking at webhooks. It does not verify signatures. */
export function createOutcomeWebhooks(now: () => number, recordContent: boolean) {
  const received = createRecentItems<ReceivedWebhook>(MAX_STORED_WEBHOOKS)
  let refusals = 0

  function store(id: string, body: Buffer, event: unknown): ReceivedWebhook {
    const { type = 'unknown', data } = eventSchema.parse(event)
    const { sessionId, userReference: trackingId, outcome } = data
    const content = recordContent ? body : Buffer.alloc(0)
    const about = { type, sessionId, trackingId, outcome, body: content }
    const added = { id, at: now(), attempts: [], ...about }
    received.add(added)
    return added
  }

  return {
    list: received.list,
    remove: received.remove,
    /** Returns the status to respond with. */
    receive(headers: IncomingHttpHeaders, body: Buffer, event: unknown): number {
      const id = String(headers['webhook-id'] ?? randomUUID()).slice(0, 200)
      const webhook = received.list().find((one) => one.id === id) ?? store(id, body, event)
      const status = refusals > 0 ? 503 : 204
      if (refusals > 0) refusals -= 1
      webhook.attempts.push({ at: now(), status })
      return status
    },
    refuse(asked: unknown): void {
      refusals = validateControlRequest(refusalSchema, asked).times
    },
  }
}
