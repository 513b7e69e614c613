import { YotiConnectionError, YotiResponseError } from './errors.js'

const MAX_ATTEMPTS = 3
const FIRST_DELAY = 200

/** We wait no longer than this for Yoti: asked for more, the caller learns it at once instead. */
const LONGEST_DELAY = 5000

/**
 * Milliseconds until a read may be tried again, or undefined when it may not: only connection
 * errors, 429 and 5xx pass by themselves.
 *
 * @param attempt how many have failed
 * @param random from 0 up to 1
 */
export function planRetry(err: unknown, attempt: number, random: number): number | undefined {
  if (attempt >= MAX_ATTEMPTS) return undefined
  const delay = FIRST_DELAY * 2 ** (attempt - 1) * (0.5 + random / 2)
  if (err instanceof YotiConnectionError) return delay
  if (!(err instanceof YotiResponseError)) return undefined
  if (err.status !== 429 && err.status < 500) return undefined
  const asked = Math.max(delay, err.retryAfter ?? 0)
  return asked <= LONGEST_DELAY ? asked : undefined
}

/** @returns milliseconds; the header holds seconds or a date */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000
  const date = Date.parse(header)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}
