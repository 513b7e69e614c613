import { evaluateSession } from '../outcome/outcome.js'
import type { YotiClient } from '../yoti/client.js'
import { YotiResponseError } from '../yoti/errors.js'
import { deriveState, summariseCheck } from './derive-state.js'
import type { Session } from './session.js'
import type { SessionChange } from './store.js'

/** What Yoti says is true of a session. Only by this does a session move forward. */
export async function fetchSessionChange(
  yoti: Pick<YotiClient, 'getSession'>,
  session: Session,
): Promise<SessionChange> {
  try {
    const result = await yoti.getSession(session.sessionId)
    const state = deriveState(result)
    const token = state === 'ONGOING' ? result.client_session_token : undefined
    return {
      ...evaluateSession(result, session.outcomeCriteria),
      state,
      checks: result.checks.map(summariseCheck),
      ...(token === undefined ? {} : { clientSessionToken: token }),
    }
  } catch (err) {
    // Yoti deletes a session by itself when its resources' time is over.
    if (isSessionNotFound(err)) return toErasedChange(session)
    throw err
  }
}

/**
 * Whether Yoti knows nothing of it any more.
 *
 * @throws what Yoti's client throws
 */
export async function isDeletedAtYoti(
  yoti: Pick<YotiClient, 'getSession'>,
  { sessionId }: Session,
): Promise<boolean> {
  try {
    await yoti.getSession(sessionId)
    return false
  } catch (err) {
    if (isSessionNotFound(err)) return true
    throw err
  }
}

function isSessionNotFound(err: unknown): boolean {
  return err instanceof YotiResponseError && err.code === 'SESSION_NOT_FOUND'
}

/** The outcome outlives the session at Yoti; one that was never reached is none. */
export function toErasedChange({ outcome }: Session): SessionChange {
  return { state: 'ERASED', outcome: outcome === 'PENDING' ? 'NONE' : outcome }
}
