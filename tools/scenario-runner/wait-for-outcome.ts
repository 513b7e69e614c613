import { setTimeout as delay } from 'node:timers/promises'
import type { SessionSummary } from './api-client.js'

const POLL_INTERVAL_MS = 150
/** More than the server's MIN_REFRESH_INTERVAL_MS. */
const MAX_REFRESH_AGE_MS = 3_500
const FINAL_STATES = ['COMPLETED', 'EXPIRED', 'ERASED']

/**
 * Resolves when the session has ended, or is still in the expected state after a refresh that is
 * newer than the user's last action.
 */
export async function waitForOutcome(options: {
  getSession: () => Promise<SessionSummary>
  expectedState: string
  signal: AbortSignal
  onProgress: (step: string) => void
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
