import { captureOverHttp } from '../support/capture-over-http.js'
import { waitFor } from '../support/wait-for.js'
import { createBackend } from './backend.js'
import type { FaultFixture } from './fault-fixture.js'

const MINUTE_MS = 60_000
/** Milliseconds. Our last reading at Yoti is then too old for somebody who looks. */
const POLL_INTERVAL_MS = 3500

export interface FlowResult {
  sessionId: string
  /** The session that the same order was answered with once more, after the outcome. */
  repeatedSessionId: string
  /** What the wish to erase was answered with. */
  erasureStatus: number
}

/** One person from the order to the erasure, whatever becomes of the server meanwhile. */
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
