import { z } from 'zod'
import { ERROR_RESPONSES, type ErrorCode } from '../http/api-error.js'
import type { Trackings } from './trackings.js'

const MAX_DELAY_MS = 600_000
const MAX_RETRY_AFTER_SECONDS = 3_600

export function createFaultSchema(endpoints: readonly string[]) {
  const common = {
    endpoint: z.enum(endpoints),
    times: z
      .union([z.int().min(1), z.literal('always')], {
        error: 'a whole number of at least 1, or "always"',
      })
      .default(1),
  }
  return z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('error'),
      code: z.enum(Object.keys(ERROR_RESPONSES) as ErrorCode[]),
      retryAfter: z.int().min(0).max(MAX_RETRY_AFTER_SECONDS).optional(),
      ...common,
    }),
    z.strictObject({
      kind: z.literal('slow'),
      delayMs: z.int().min(1).max(MAX_DELAY_MS),
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
}

type FaultSchema = ReturnType<typeof createFaultSchema>
export type Fault = z.output<FaultSchema>
/** As sent in a control call. `times` is 1 by default. */
export type NewFault = z.input<FaultSchema>

export function createFaultResponse({
  code,
  retryAfter = code === 'TOO_MANY_REQUESTS' ? 1 : undefined,
}: Extract<Fault, { kind: 'error' }>) {
  const [status, message] = ERROR_RESPONSES[code]
  const headers = retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) }
  return { status, json: { code, message }, headers }
}

export interface ActiveFault {
  fault: Fault
  left: number
}

/** The part of a session that the faults of its requests depend on. */
interface FaultySession {
  readonly faults: readonly ActiveFault[]
  readonly spec: { readonly user_tracking_id?: string | undefined }
}

/** Consumes the next fault for this request. */
export function takeFault(
  trackings: Trackings,
  endpoint: string,
  session: FaultySession | undefined,
  body: Buffer,
): Fault | undefined {
  const trackingId = session ? session.spec.user_tracking_id : readTrackingId(body)
  const faults = [...(session?.faults ?? []), ...trackings.listFaults(trackingId)]
  const next = faults.find(({ fault, left }) => left > 0 && fault.endpoint === endpoint)
  if (next === undefined) return undefined
  next.left -= 1
  return next.fault
}

export function toActiveFault(fault: Fault): ActiveFault {
  return { fault, left: fault.times === 'always' ? Infinity : fault.times }
}

/** The body of `POST /sessions` is not validated yet. */
function readTrackingId(body: Buffer): string | undefined {
  if (body.length === 0) return undefined
  try {
    const value = JSON.parse(body.toString()) as { user_tracking_id?: unknown } | null
    const id = value?.user_tracking_id
    return typeof id === 'string' ? id : undefined
  } catch {
    return undefined
  }
}
