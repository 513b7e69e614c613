import type { Session } from './session.js'

const SECOND_MS = 1000
const MIN_REFRESH_DELAY_MS = 30 * SECOND_MS
const MAX_REFRESH_DELAY_MS = 15 * 60 * SECOND_MS
const ONE_DAY_MS = 24 * 60 * 60 * SECOND_MS

/**
 * When a session is asked about again although nobody looks and Yoti says nothing: after 30 s, and
 * after a tenth of the time that has passed since the person came or finished, 15 minutes at most.
 * So an outcome is known at the latest that long after Yoti knows it.
 *
 * @param random 0 to 1: spreads what began together over 10 %
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
 * From here on Yoti has deleted the session by itself: a day after its resources' time is over.
 *
 * @param resourcesTtl seconds, as configured now: of a session from before it was kept with each
 */
export function computeYotiRetentionEndsAt(
  { tokenExpiresAt, yotiRetentionEndsAt }: Pick<Session, 'tokenExpiresAt' | 'yotiRetentionEndsAt'>,
  resourcesTtl: number,
): number {
  return yotiRetentionEndsAt ?? tokenExpiresAt + resourcesTtl * SECOND_MS + ONE_DAY_MS
}
