import { randomUUID } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { z } from 'zod'
import { createRecentItems } from '../recent-items.js'
import { validateControlRequest } from './control-error.js'

export const WEBHOOKS_PATH = '/webhooks'
const MAX_STORED_WEBHOOKS = 1_000
const refusalSchema = z.strictObject({ times: z.int().min(0).max(100) })
const textSchema = z.string().max(200).optional().catch(undefined)
const dataSchema = z.object({
  sessionId: textSchema,
  userReference: textSchema,
  outcome: textSchema,
})
const eventSchema = z
  .object({ type: textSchema, data: dataSchema.catch({}) })
  .catch({ data: {} })
  .transform(({ type = 'unknown', data }) => {
    const { sessionId, userReference: trackingId, outcome } = data
    return { type, sessionId, trackingId, outcome }
  })

/** An outcome that the relying party sent here. */
export interface ReceivedWebhook extends z.output<typeof eventSchema> {
  readonly id: string
  /** Empty unless content is recorded. */
  body: Buffer
  at: number
  /** One for each delivery of the same `webhook-id`. */
  attempts: { at: number; status: number }[]
}

export type OutcomeWebhooks = ReturnType<typeof createOutcomeWebhooks>

/** A receiver for looking at webhooks. It does not verify signatures. */
export function createOutcomeWebhooks(now: () => number, recordContent: boolean) {
  const received = createRecentItems<ReceivedWebhook>(MAX_STORED_WEBHOOKS)
  let refusals = 0

  return {
    list: received.list,
    remove: received.remove,
    /** Returns the status to respond with. */
    receive(headers: IncomingHttpHeaders, content: Buffer, event: unknown): number {
      const id = String(headers['webhook-id'] ?? randomUUID()).slice(0, 200)
      const status = refusals > 0 ? 503 : 204
      if (refusals > 0) refusals -= 1
      const attempt = { at: now(), status }
      const known = received.list().find((one) => one.id === id)
      if (known !== undefined) known.attempts.push(attempt)
      else {
        const body = recordContent ? content : Buffer.alloc(0)
        received.add({ id, at: now(), attempts: [attempt], ...eventSchema.parse(event), body })
      }
      return status
    },
    refuse(asked: unknown): void {
      refusals = validateControlRequest(refusalSchema, asked).times
    },
  }
}
