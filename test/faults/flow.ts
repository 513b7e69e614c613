import { captureOverHttp } from '../support/capture-over-http.js'
import { waitFor } from '../support/wait-for.js'
import { createBackend } from './backend.js'
import type { FaultFixture } from './fault-fixture.js'

const MINUTE_MS = 60_000
/** Longer than MIN_REFRESH_INTERVAL_MS, so that each poll refreshes the session. */
const POLL_INTERVAL_MS = 3500

export interface FlowResult {
  sessionId: string
  /** From repeating the request after the outcome. */
  repeatedSessionId: string
  erasureStatus: number
}

/** One user from creation to erasure, while the server may crash. */
export async function runFlow(
  { baseUrl, emulator, receiver }: FaultFixture,
  userReference: string,
  options: { polls: boolean },
): Promise<FlowResult> {
  const backend = createBackend(baseUrl)
  const hasReceived = (sessionId: string, type: string) => () =>
    receiver.events.some((event) => event.sessionId === sessionId && event.type === type)

  const { sessionId, clientSessionToken } = await backend.createSession(userReference)
  await captureOverHttp(emulator.apiUrl, sessionId, clientSessionToken)
  const pollTimer = options.polls
    ? setInterval(
        () => void backend.refreshSession(sessionId).catch(() => undefined),
        POLL_INTERVAL_MS,
      )
    : undefined
  try {
    const completed = hasReceived(sessionId, 'session.completed')
    await waitFor('the outcome', completed, 2 * MINUTE_MS)
    const repeated = await backend.createSession(userReference)
    const erasureStatus = await backend.eraseSession(sessionId)
    await waitFor('the erasure', hasReceived(sessionId, 'session.erased'), 2 * MINUTE_MS)
    return { sessionId, repeatedSessionId: repeated.sessionId, erasureStatus }
  } finally {
    clearInterval(pollTimer)
  }
}
