import { createHash } from 'node:crypto'
import { z } from 'zod'
import { ERROR_RESPONSES, type ErrorCode } from '../http/api-error.js'
import { peekText } from '../http/parse-payload.js'

const MAX_DELAY_MS = 600_000
const MAX_RETRY_AFTER_SECONDS = 3_600
const MAX_FAULTS = 100
const ANY_ENDPOINT = '*'

const delaySchema = z.int().min(1).max(MAX_DELAY_MS)
const delayRangeSchema = z
  .strictObject({ min: z.int().min(0), max: delaySchema })
  .refine(({ min, max }) => min <= max)

/** The body of a control call. `times` is 1 by default, and "always" with a probability. */
export function createFaultsSchema(endpoints: readonly string[]) {
  const common = {
    endpoint: z.enum([...endpoints, ANY_ENDPOINT]),
    times: z
      .union([z.int().min(1), z.literal('always')], {
        error: 'a whole number of at least 1, or "always"',
      })
      .optional(),
    probability: z.number().positive().max(1).default(1),
    seed: z.int().default(0),
  }
  const fault = z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('error'),
      code: z.enum(Object.keys(ERROR_RESPONSES) as ErrorCode[]),
      retryAfter: z.int().min(0).max(MAX_RETRY_AFTER_SECONDS).optional(),
      ...common,
    }),
    z.strictObject({
      kind: z.literal('slow'),
      delayMs: z.union([delaySchema, delayRangeSchema], {
        error: `milliseconds from 1 to ${MAX_DELAY_MS}, or {"min": 100, "max": 900}`,
      }),
      ...common,
    }),
    z.strictObject({ kind: z.enum(['cut', 'malformed-json']), ...common }),
    z.strictObject({
      kind: z.literal('wrong-content-type'),
      contentType: z
        .string()
        .regex(/^[\w.+-]+\/[\w.+-]+$/, 'a content type such as text/html')
        .default('text/html'),
      ...common,
    }),
  ])
  const activeFault = fault.transform((one) => {
    const { times = one.probability < 1 ? 'always' : 1 } = one
    /** `requests` counts those that it could have affected. */
    return { fault: one, left: times === 'always' ? Infinity : times, requests: 0 }
  })
  return z.strictObject({ faults: z.array(activeFault).max(MAX_FAULTS) })
}

type FaultsSchema = ReturnType<typeof createFaultsSchema>
export type NewFaults = z.input<FaultsSchema>
export type ActiveFault = z.output<FaultsSchema>['faults'][number]
type Fault = ActiveFault['fault']

/** With the delay that was drawn. */
export type InjectedFault =
  Exclude<Fault, { kind: 'slow' }> | { readonly kind: 'slow'; readonly delayMs: number }

export function createFaultResponse({
  code,
  retryAfter = code === 'TOO_MANY_REQUESTS' ? 1 : undefined,
}: Extract<Fault, { kind: 'error' }>) {
  const [status, message] = ERROR_RESPONSES[code]
  const headers = retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) }
  return { status, json: { code, message }, headers, code }
}

/** The part of a session that the faults of its requests depend on. */
interface FaultySession {
  readonly faults: readonly ActiveFault[]
  readonly spec: { readonly user_tracking_id?: string | undefined }
}

/** Consumes the next fault for this request. */
export function takeFault(
  listTracked: (userTrackingId: string | undefined) => readonly ActiveFault[],
  endpoint: string,
  session: FaultySession | undefined,
  body: Buffer,
): InjectedFault | undefined {
  const trackingId = session ? session.spec.user_tracking_id : peekText(body, 'user_tracking_id')
  const next = [...(session?.faults ?? []), ...listTracked(trackingId)].find((one) => {
    const { endpoint: wanted } = one.fault
    const matches =
      wanted === endpoint || (wanted === ANY_ENDPOINT && endpoint.includes(' /sessions'))
    if (!matches || one.left <= 0) return false
    one.requests += 1
    return draw(one, 'occurs') < one.fault.probability
  })
  if (next === undefined) return undefined
  const { fault } = next
  next.left -= 1
  if (fault.kind !== 'slow' || typeof fault.delayMs === 'number') return fault as InjectedFault
  const { min, max } = fault.delayMs
  return { kind: 'slow', delayMs: min + Math.floor(draw(next, 'delay') * (max - min + 1)) }
}

/** From 0 to below 1. The same seed draws the same numbers for the same sequence of requests. */
function draw({ fault: { seed }, requests }: ActiveFault, use: string): number {
  const hash = createHash('sha256').update(`${seed} ${requests} ${use}`).digest()
  return hash.readUInt32BE() / 2 ** 32
}
