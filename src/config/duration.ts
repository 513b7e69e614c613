import { z } from 'zod'

const UNITS_MS = [
  ['week', 604_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const

const MAX_DURATION_MS = 3650 * 86_400_000

const ISO_DURATION = /^P(?=.)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/

export const DURATION_FORMAT =
  'an ISO 8601 duration of at most ten years in weeks, days, hours, minutes and seconds, such as P30D or PT12H (years and months are not accepted, because their length varies)'

/** Milliseconds of an ISO 8601 duration. */
export const durationSchema = z
  .string()
  .regex(ISO_DURATION)
  .transform((text) => {
    const counts = ISO_DURATION.exec(text)?.slice(1) ?? []
    return UNITS_MS.reduce((sum, [, length], index) => sum + Number(counts[index] ?? 0) * length, 0)
  })
  .pipe(z.number().max(MAX_DURATION_MS))

/** For example `1 day 12 hours` for `129600000`. Weeks are given in days. */
export function formatDuration(ms: number): string {
  let rest = ms
  const parts = UNITS_MS.slice(1).flatMap(([unit, length]) => {
    const count = Math.floor(rest / length)
    rest -= count * length
    return count === 0 ? [] : [`${count} ${unit}${count === 1 ? '' : 's'}`]
  })
  return parts.length === 0 ? '0 seconds' : parts.join(' ')
}
