import { evaluateSession } from '../outcome/outcome.js'
import type { YotiClient } from '../yoti/client.js'
import { YotiResponseError } from '../yoti/errors.js'
import { deriveState, summariseCheck } from './derive-state.js'
import type { Session } from './session.js'
import type { SessionChange } from './store.js'

/** A session changes state only by Yoti's response, or by being erased. */
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
    // Yoti deletes a session automatically when its resources expire.
    if (isSessionNotFound(err)) return toErasedChange(session)
    throw err
  }
}

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

/** Keeps an outcome that was reached. */
export function toErasedChange({ outcome }: Session): SessionChange {
  return { state: 'ERASED', outcome: outcome === 'PENDING' ? 'NONE' : outcome }
}
