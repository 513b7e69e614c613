import { z } from 'zod'
import { FAULT_CODES } from './fault-response.js'

const MAX_DELAY_MS = 600_000
const MAX_RETRY_AFTER_SECONDS = 3_600

export function createFaultSchema(endpoints: readonly string[]) {
  const common = {
    endpoint: z.enum(endpoints),
    times: z.union([z.int().min(1), z.literal('always')]).default(1),
  }
  return z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('error'),
      code: z.enum(FAULT_CODES),
      retryAfter: z.int().min(0).max(MAX_RETRY_AFTER_SECONDS).optional(),
      ...common,
    }),
    z.strictObject({
      kind: z.literal('slow'),
      delayMs: z.int().min(1).max(MAX_DELAY_MS),
      ...common,
    }),
    z.strictObject({ kind: z.literal('cut'), ...common }),
    z.strictObject({ kind: z.literal('malformed-json'), ...common }),
    z.strictObject({
      kind: z.literal('wrong-content-type'),
      contentType: z
        .string()
        .regex(/^[\w.+-]+\/[\w.+-]+$/)
        .default('text/html'),
      ...common,
    }),
  ])
}

type FaultSchema = ReturnType<typeof createFaultSchema>
export type Fault = z.output<FaultSchema>
/** As sent in a control call. `times` is 1 by default. */
export type NewFault = z.input<FaultSchema>
