import { setTimeout as delay } from 'node:timers/promises'
import type { SessionSummary } from './api-client.js'

const POLL_INTERVAL_MS = 150
/** Milliseconds. The server repeats no reading of Yoti that is younger than three seconds. */
const MAX_REFRESH_AGE_MS = 3_500
const FINAL_STATES = ['COMPLETED', 'EXPIRED', 'ERASED']

/**
 * Until the session is over, or stands where it is expected to stay, by a reading that is younger than
 * all that the person did.
 */
export async function waitForOutcome(options: {
  getSession: () => Promise<SessionSummary>
  expectedState: string
  signal: AbortSignal
  onProgress: (what: string) => void
}): Promise<SessionSummary> {
  const { getSession, expectedState, signal, onProgress } = options
  const settledAt = performance.now() + MAX_REFRESH_AGE_MS
  for (;;) {
    const isSettled = performance.now() > settledAt
    const session = await getSession()
    onProgress(`${session.state}, ${session.outcome}`)
    if (FINAL_STATES.includes(session.state)) return session
    if (isSettled && session.state === expectedState) return session
    await delay(POLL_INTERVAL_MS, undefined, { signal })
  }
}
