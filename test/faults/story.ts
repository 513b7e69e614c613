import { capture } from '../support/capture-client.js'
import { waitFor } from '../support/wait-for.js'
import { createBackend } from './backend.js'
import type { World } from './world.js'

const MINUTES = 60_000
/** Milliseconds. Our last reading at Yoti is then too old for somebody who looks. */
const BETWEEN_LOOKS = 3500

export interface Story {
  sessionId: string
  /** The session that the same order was answered with once more, after the outcome. */
  orderedAgain: string
  /** What the wish to erase was answered with. */
  erasure: number
}

/** One person from the order to the erasure, whatever becomes of the server meanwhile. */
export async function live(
  { baseUrl, emulator, receiver }: World,
  person: string,
  options: { looks: boolean },
): Promise<Story> {
  const backend = createBackend(baseUrl)
  const hears = (sessionId: string, type: string) => () =>
    receiver.events.some((event) => event.sessionId === sessionId && event.type === type)

  const { sessionId, clientSessionToken } = await backend.order(person)
  await capture(emulator.apiUrl, sessionId, clientSessionToken)
  const looking = options.looks
    ? setInterval(() => void backend.look(sessionId).catch(() => undefined), BETWEEN_LOOKS)
    : undefined
  try {
    const completed = hears(sessionId, 'session.completed')
    await waitFor('the outcome', completed, 2 * MINUTES)
    const again = await backend.order(person)
    const erasure = await backend.erase(sessionId)
    await waitFor('the erasure', hears(sessionId, 'session.erased'), 2 * MINUTES)
    return { sessionId, orderedAgain: again.sessionId, erasure }
  } finally {
    clearInterval(looking)
  }
}
