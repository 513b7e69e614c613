import { PublicError } from '../errors.js'
import type { SessionsOptions } from './options.js'
import type { Subject } from './store.js'

export const ONE_DAY_MS = 24 * 60 * 60 * 1000
const DAILY_USER_LIMIT = 20

/** On the sessions that Yoti bills. Each function throws PublicError `SESSION_LIMIT`. */
export function createDailyLimits({ store, getDailyLimit }: SessionsOptions) {
  return {
    checkSubject(
      subject: Subject,
      { count, firstAt }: { count: number; firstAt: number },
      time: number,
    ): void {
      if (getDailyLimit === undefined || count < DAILY_USER_LIMIT) return
      const label = 'ownerHash' in subject ? 'This browser' : 'This user reference'
      throw createLimitError(label, DAILY_USER_LIMIT, firstAt + ONE_DAY_MS - time)
    },
    /** For the caller, or the start page. */
    async countSession(subject: Subject, time: number): Promise<void> {
      const callerHash = 'callerHash' in subject ? subject.callerHash : undefined
      const limit = getDailyLimit?.(callerHash)
      if (limit === undefined) return
      if (await store.incrementDailyCount(callerHash, time, limit)) return
      const label = callerHash === undefined ? 'The start page' : 'This API caller'
      // Until the end of the UTC day.
      throw createLimitError(label, limit, ONE_DAY_MS - (time % ONE_DAY_MS))
    },
  }
}

function createLimitError(subject: string, limit: number, remainingMs: number): PublicError {
  // The clock may have been set back.
  const seconds = Math.ceil(Math.min(remainingMs, ONE_DAY_MS) / 1000)
  return new PublicError('SESSION_LIMIT', {
    detail: `${subject} reached its limit of ${limit} sessions a day. Continue with the current session, or try again later.`,
    retryAfterSeconds: Math.max(1, seconds),
    values: { limit },
  })
}
