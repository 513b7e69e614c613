import { judgeSession } from '../results/outcome.js'
import type { YotiClient } from '../yoti/client.js'
import { YotiResponseError } from '../yoti/errors.js'
import { deriveState, summariseCheck } from './progress.js'
import type { Session } from './session.js'
import type { SessionChange } from './store.js'

/** What Yoti says is true of a session. Only by this does a session move forward. */
export async function readSession(
  yoti: Pick<YotiClient, 'getSession'>,
  session: Session,
): Promise<SessionChange> {
  try {
    const result = await yoti.getSession(session.sessionId)
    const state = deriveState(result)
    const token = state === 'ONGOING' ? result.client_session_token : undefined
    return {
      ...judgeSession(result, session.requested),
      state,
      checks: result.checks.map(summariseCheck),
      ...(token === undefined ? {} : { clientSessionToken: token }),
    }
  } catch (err) {
    // Yoti deletes a session by itself when its resources' time is over.
    if (isUnknownSession(err)) return describeErased(session)
    throw err
  }
}

/**
 * Whether Yoti knows nothing of it any more.
 *
 * @throws what Yoti's client throws
 */
export async function isForgotten(
  yoti: Pick<YotiClient, 'getSession'>,
  { sessionId }: Session,
): Promise<boolean> {
  try {
    await yoti.getSession(sessionId)
    return false
  } catch (err) {
    if (isUnknownSession(err)) return true
    throw err
  }
}

function isUnknownSession(err: unknown): boolean {
  return err instanceof YotiResponseError && err.code === 'SESSION_NOT_FOUND'
}

/** The outcome outlives the session at Yoti; one that was never reached is none. */
export function describeErased({ outcome }: Session): SessionChange {
  return { state: 'ERASED', outcome: outcome === 'PENDING' ? 'NONE' : outcome }
}
