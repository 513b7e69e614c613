import { YotiConnectionError, YotiResponseError } from './errors.js'

const MAX_ATTEMPTS = 3
const INITIAL_DELAY_MS = 200

/** If Yoti requests a longer wait, the call fails immediately. */
const MAX_DELAY_MS = 5000

/**
 * Returns the milliseconds to wait before retrying a read, or undefined if it must not be retried.
 * Only connection errors, 429 and 5xx are transient.
 *
 * @param random a number from 0 to 1 for the jitter
 */
export function getRetryDelayMs(
  err: unknown,
  failedAttempts: number,
  random: number,
): number | undefined {
  if (failedAttempts >= MAX_ATTEMPTS) return undefined
  const delayMs = INITIAL_DELAY_MS * 2 ** (failedAttempts - 1) * (0.5 + random / 2)
  if (err instanceof YotiConnectionError) return delayMs
  if (!(err instanceof YotiResponseError)) return undefined
  if (err.status !== 429 && err.status < 500) return undefined
  const requestedDelayMs = Math.max(delayMs, err.retryAfterMs ?? 0)
  return requestedDelayMs <= MAX_DELAY_MS ? requestedDelayMs : undefined
}

/** @returns milliseconds; the header holds seconds or a date */
export function parseRetryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000
  const date = Date.parse(header)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}
