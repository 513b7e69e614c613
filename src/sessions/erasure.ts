import type { YotiClient } from '../yoti/client.js'
import { isPassing, YotiResponseError } from '../yoti/errors.js'
import { describeErased, isForgotten } from './read-session.js'
import type { Readings } from './readings.js'
import type { Session } from './session.js'
import type { SessionStore } from './store.js'

export interface ErasureOptions {
  yoti: Pick<YotiClient, 'getSession' | 'deleteSession'>
  store: SessionStore
  readings: Readings
  now: () => number
}

export type Erasure = ReturnType<typeof createErasure>

export function createErasure({ yoti, store, readings, now }: ErasureOptions) {
  /** Yoti has deleted it, by our wish or by itself. */
  const conclude = async (session: Session): Promise<void> => {
    await readings.apply(session.sessionId, describeErased(session))
  }

  /**
   * Deletes it at Yoti. Resolves to false when Yoti wants it complete first (409).
   *
   * @throws what Yoti's client throws
   */
  const attempt = async (session: Session): Promise<boolean> => {
    try {
      await yoti.deleteSession(session.sessionId)
    } catch (err) {
      if (!(err instanceof YotiResponseError)) throw err
      if (err.status === 409) return false
      // A wrong application or address is answered 404, too: only what Yoti says it does not know is erased.
      if (err.status !== 404 || !(await isForgotten(yoti, session))) throw err
    }
    await conclude(session)
    return true
  }

  return {
    attempt,
    conclude,
    /** Keeps the wish first, then tries: what cannot be done now is durable work. */
    async erase(session: Session): Promise<Session> {
      const asked = (await store.requestErasure(session.sessionId, now())) ?? session
      if (asked.state === 'ERASED') return asked
      try {
        await attempt(asked)
      } catch (err) {
        if (!isPassing(err) && !(err instanceof YotiResponseError)) throw err
      }
      return (await store.find(session.sessionId)) ?? asked
    },
  }
}
