import type { Session } from './session.js'

const SECOND = 1000
const SHORTEST = 30 * SECOND
const LONGEST = 15 * 60 * SECOND
const ONE_DAY = 24 * 60 * 60 * SECOND

/**
 * When a session is asked about again although nobody looks and Yoti says nothing: after 30 s, and
 * after a tenth of the time that has passed since the person came or finished, 15 minutes at most.
 * So an outcome is known at the latest that long after Yoti knows it.
 *
 * @param random 0 to 1: spreads what began together over 10 %
 */
export function nextReading(session: Session, now: number, random = Math.random()): number {
  const age = now - (session.capturedAt ?? session.createdAt)
  const wait = Math.min(Math.max(age / 10, SHORTEST), LONGEST)
  return Math.round(now + wait * (1 + random / 10))
}

/**
 * From here on Yoti has deleted the session by itself: a day after its resources' time is over.
 *
 * @param resourcesTtl seconds, as configured now: of a session from before it was kept with each
 */
export function endOfYotisMemory(
  { tokenExpiresAt, forgottenAt }: Pick<Session, 'tokenExpiresAt' | 'forgottenAt'>,
  resourcesTtl: number,
): number {
  return forgottenAt ?? tokenExpiresAt + resourcesTtl * SECOND + ONE_DAY
}
