import { setTimeout as delay } from 'node:timers/promises'
import type { SessionSeen } from './relying-business.js'

const PAUSE_BETWEEN_LOOKS = 150
/** Milliseconds. The server repeats no reading of Yoti that is younger than three seconds. */
const OLDEST_READING = 3_500
const OVER = ['COMPLETED', 'EXPIRED', 'ERASED']

/**
 * Until the session is over, or stands where it is expected to stay, by a reading that is younger than
 * all that the person did.
 */
export async function waitForOutcome(options: {
  look: () => Promise<SessionSeen>
  expectedState: string
  signal: AbortSignal
  note: (what: string) => void
}): Promise<SessionSeen> {
  const { look, expectedState, signal, note } = options
  const settled = performance.now() + OLDEST_READING
  for (;;) {
    const isSettled = performance.now() > settled
    const seen = await look()
    note(`${seen.state}, ${seen.outcome}`)
    if (OVER.includes(seen.state)) return seen
    if (isSettled && seen.state === expectedState) return seen
    await delay(PAUSE_BETWEEN_LOOKS, undefined, { signal })
  }
}
