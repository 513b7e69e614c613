const UNITS_MS = [
  ['week', 604_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const

const MAX_DURATION_MS = 3650 * 86_400_000

const ISO_DURATION = /^P(?=.)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/

/** Milliseconds of an ISO 8601 duration of at most ten years. */
export function parseDuration(text: string): number | undefined {
  const counts = ISO_DURATION.exec(text)?.slice(1)
  if (counts === undefined) return undefined
  const ms = UNITS_MS.reduce(
    (sum, [, length], index) => sum + Number(counts[index] ?? 0) * length,
    0,
  )
  return ms > MAX_DURATION_MS ? undefined : ms
}

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

/** How long a user has to finish, and how long data is kept. */
export interface Retention {
  /** Seconds. */
  clientSessionTokenTtl: number
  /** Seconds. */
  resourcesTtl: number
  /** From the end of a session until it is erased; undefined: never automatically. */
  eraseAfterMs: number | undefined
}

/** For the log at start. */
export function describeRetention(retention: Retention): string {
  const { clientSessionTokenTtl, resourcesTtl, eraseAfterMs } = retention
  const toFinish = formatDuration(clientSessionTokenTtl * 1000)
  const atYoti = formatDuration(resourcesTtl * 1000)
  const erasure =
    eraseAfterMs === undefined
      ? 'ERASE_AFTER is unset, so sessions are erased earlier only on request.'
      : `Sessions are erased here and at Yoti ${formatDuration(eraseAfterMs)} after they end or are decided (ERASE_AFTER). A REVIEW waits for its decision until Yoti deletes its data.`
  return `Retention: users have ${toFinish} to finish (CLIENT_SESSION_TOKEN_TTL). Yoti deletes results and pictures at most ${atYoti} after that (RESOURCES_TTL). ${erasure}`
}
