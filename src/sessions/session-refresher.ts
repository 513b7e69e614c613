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
  /** Called when a refresh on demand fails and the stored state is used. */
  onRefreshFailed: (err: AppError) => void
  onTransition: (result: TransitionResult) => void
}

/** For refreshes on demand. */
const MIN_REFRESH_INTERVAL_MS = 3000

export type SessionRefresher = ReturnType<typeof createSessionRefresher>

/** Refreshes sessions; one refresh per session at a time across all processes. */
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

  const fetchAndApply = async (session: Session): Promise<Session> => {
    try {
      const change = await fetchSessionChange(yoti, session)
      if (!hasChanges(session, change)) return session
      return (await apply(session.sessionId, change)) ?? session
    } finally {
      await store.releaseRefresh(session.sessionId)
    }
  }

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
    /** For requests: falls back to the stored state while Yoti does not respond. */
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
    /** For jobs: refreshes regardless of the last refresh. Resolves to `busy` while another refresh runs. */
    async refreshNow(sessionId: string): Promise<Session | 'busy' | undefined> {
      const time = now()
      const claimed = await store.claimRefresh(sessionId, time, time)
      if (claimed !== undefined) return fetchAndApply(claimed)
      const session = await store.find(sessionId)
      return session === undefined || isFinished(session) ? session : 'busy'
    },
  }
}
