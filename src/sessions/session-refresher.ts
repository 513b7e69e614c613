import type { AppError } from '../errors.js'
import type { YotiClient } from '../yoti/client.js'
import { isTransient } from '../yoti/errors.js'
import { hasChanges } from './transition.js'
import { fetchSessionChange } from './fetch-session-change.js'
import { isFinished, type Session } from './session.js'
import type { TransitionResult, SessionChange, SessionStore } from './store.js'

export interface SessionRefresherOptions {
  yoti: Pick<YotiClient, 'getSession'>
  store: SessionStore
  now: () => number
  /** Told when Yoti could not be asked and we went on with what we knew. */
  onRefreshFailed: (err: AppError) => void
  /** Told what became of each reading that Yoti answered. */
  onTransition: (result: TransitionResult) => void
}

/** A reading younger than this (milliseconds) is not repeated because somebody looks. */
const MIN_REFRESH_INTERVAL_MS = 3000

export type SessionRefresher = ReturnType<typeof createSessionRefresher>

/** Asks Yoti about sessions, each by one at a time, over all processes. */
export function createSessionRefresher({
  yoti,
  store,
  now,
  onRefreshFailed,
  onTransition,
}: SessionRefresherOptions) {
  const inFlight = new Map<string, Promise<void>>()

  const apply = async (sessionId: string, change: SessionChange): Promise<Session | undefined> => {
    const result = await store.transition(sessionId, change, now())
    if (result !== undefined) onTransition(result)
    return result?.session
  }

  /**
   * Most readings say what was known.
   *
   * @throws what Yoti's client throws
   */
  const fetchAndApply = async (session: Session): Promise<Session> => {
    try {
      const change = await fetchSessionChange(yoti, session)
      if (!hasChanges(session, change)) return session
      return (await apply(session.sessionId, change)) ?? session
    } finally {
      await store.releaseRefresh(session.sessionId)
    }
  }

  /** Whoever looks goes on with what we knew when Yoti does not answer. */
  const refreshOnDemand = async (session: Session): Promise<void> => {
    const time = now()
    try {
      const claimed = await store.claimRefresh(
        session.sessionId,
        time,
        time - MIN_REFRESH_INTERVAL_MS,
      )
      if (claimed !== undefined) await fetchAndApply(claimed)
    } catch (err) {
      if (!isTransient(err)) throw err
      onRefreshFailed(err)
    } finally {
      inFlight.delete(session.sessionId)
    }
  }

  return {
    apply,
    /** For somebody who looks: asks when our last reading of an unfinished session is old. */
    async refreshIfStale(session: Session): Promise<Session> {
      const { sessionId, lastRefreshedAt } = session
      if (isFinished(session)) return session
      let pending = inFlight.get(sessionId)
      if (pending === undefined) {
        if (now() - lastRefreshedAt < MIN_REFRESH_INTERVAL_MS) return session
        pending = refreshOnDemand(session)
        inFlight.set(sessionId, pending)
      }
      await pending
      return (await store.find(sessionId)) ?? session
    },
    /**
     * For durable work: asks in any case, unless it is finished. Resolves to how it stands then, and
     * to `busy` when somebody else is asking just now.
     *
     * @throws what Yoti's client throws
     */
    async refreshNow(sessionId: string): Promise<Session | 'busy' | undefined> {
      const time = now()
      const claimed = await store.claimRefresh(sessionId, time, time)
      if (claimed !== undefined) return fetchAndApply(claimed)
      const session = await store.find(sessionId)
      return session === undefined || isFinished(session) ? session : 'busy'
    },
  }
}
