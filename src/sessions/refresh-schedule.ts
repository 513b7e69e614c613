import type { Session } from './session.js'

const SECOND_MS = 1000
const MIN_REFRESH_DELAY_MS = 30 * SECOND_MS
const MAX_REFRESH_DELAY_MS = 15 * 60 * SECOND_MS
const ONE_DAY_MS = 24 * 60 * 60 * SECOND_MS

/**
 * Polling without notifications: the interval is a tenth of the time since the session was created
 * or captured, from 30 s to 15 minutes.
 *
 * @param random 0 to 1, spreads refreshes over 10 % of the interval
 */
export function computeNextRefreshAt(
  session: Session,
  now: number,
  random = Math.random(),
): number {
  const ageMs = now - (session.capturedAt ?? session.createdAt)
  const delayMs = Math.min(Math.max(ageMs / 10, MIN_REFRESH_DELAY_MS), MAX_REFRESH_DELAY_MS)
  return Math.round(now + delayMs * (1 + random / 10))
}

/**
 * Yoti deletes a session automatically within a day after its resources expire.
 *
 * @param resourcesTtl seconds, for sessions that have no stored value yet
 */
export function computeYotiRetentionEndsAt(
  { tokenExpiresAt, yotiRetentionEndsAt }: Pick<Session, 'tokenExpiresAt' | 'yotiRetentionEndsAt'>,
  resourcesTtl: number,
): number {
  return yotiRetentionEndsAt ?? tokenExpiresAt + resourcesTtl * SECOND_MS + ONE_DAY_MS
}
