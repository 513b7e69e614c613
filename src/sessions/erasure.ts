import type { YotiClient } from '../yoti/client.js'
import { isTransient, YotiResponseError } from '../yoti/errors.js'
import { toErasedChange, isDeletedAtYoti } from './fetch-session-change.js'
import type { SessionRefresher } from './session-refresher.js'
import type { Session } from './session.js'
import type { SessionStore } from './store.js'

export interface ErasureOptions {
  yoti: Pick<YotiClient, 'getSession' | 'deleteSession'>
  store: SessionStore
  refresher: SessionRefresher
  now: () => number
}

export type Erasure = ReturnType<typeof createErasure>

export function createErasure({ yoti, store, refresher, now }: ErasureOptions) {
  /** Yoti has deleted it, by our wish or by itself. */
  const markErased = async (session: Session): Promise<void> => {
    await refresher.apply(session.sessionId, toErasedChange(session))
  }

  /**
   * Deletes it at Yoti. Resolves to false when Yoti wants it complete first (409).
   *
   * @throws what Yoti's client throws
   */
  const tryErase = async (session: Session): Promise<boolean> => {
    try {
      await yoti.deleteSession(session.sessionId)
    } catch (err) {
      if (!(err instanceof YotiResponseError)) throw err
      if (err.status === 409) return false
      // A wrong application or address is answered 404, too: only what Yoti says it does not know is erased.
      if (err.status !== 404 || !(await isDeletedAtYoti(yoti, session))) throw err
    }
    await markErased(session)
    return true
  }

  return {
    tryErase,
    markErased,
    /** Keeps the wish first, then tries: what cannot be done now is durable work. */
    async erase(session: Session): Promise<Session> {
      const requested = (await store.requestErasure(session.sessionId, now())) ?? session
      if (requested.state === 'ERASED') return requested
      try {
        await tryErase(requested)
      } catch (err) {
        if (!isTransient(err) && !(err instanceof YotiResponseError)) throw err
      }
      return (await store.find(session.sessionId)) ?? requested
    },
  }
}
