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
  const markErased = async (session: Session): Promise<void> => {
    await refresher.apply(session.sessionId, toErasedChange(session))
  }

  /** Resolves to false while Yoti does not delete the session because it is unfinished (409). */
  const tryErase = async (session: Session): Promise<boolean> => {
    try {
      await yoti.deleteSession(session.sessionId)
    } catch (err) {
      if (!(err instanceof YotiResponseError)) throw err
      if (err.status === 409) return false
      // A wrong SDK id or API URL also returns 404, which must not count as erased.
      if (err.status !== 404 || !(await isDeletedAtYoti(yoti, session))) throw err
    }
    await markErased(session)
    return true
  }

  return {
    tryErase,
    markErased,
    /** Stores the request with its job before the first attempt, so that it survives a failure. */
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
