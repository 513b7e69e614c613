import type { Texts } from '../http/texts.js'
import type { Session } from '../sessions/session.js'

/** As long as an owner may look at a page and reload it. */
const TTL_MS = 5 * 60 * 1000
/** Bounds the memory. */
const MAX_VIEWS = 200

type CachedSession = Pick<Session, 'sessionId' | 'state' | 'lastRefreshedAt'>

/**
 * Keeps what the results page shows of completed sessions, which Yoti no longer changes. The caller
 * has just read the session's row, which says whether it was erased. Erasing a part of the data
 * changes `lastRefreshedAt`.
 */
export function createResultCache<View>() {
  const kept = new Map<string, { view: View; texts: Texts; lastRefreshedAt: number }>()

  return {
    get({ sessionId, lastRefreshedAt }: CachedSession, texts: Texts): View | undefined {
      const found = kept.get(sessionId)
      const isCurrent = found?.lastRefreshedAt === lastRefreshedAt && found.texts === texts
      return isCurrent ? found.view : undefined
    },
    set({ sessionId, state, lastRefreshedAt }: CachedSession, texts: Texts, view: View): void {
      if (state !== 'COMPLETED') return
      const entry = { view, texts, lastRefreshedAt }
      kept.set(sessionId, entry)
      const [oldest = ''] = kept.keys()
      if (kept.size > MAX_VIEWS) kept.delete(oldest)
      setTimeout(() => {
        if (kept.get(sessionId) === entry) kept.delete(sessionId)
      }, TTL_MS).unref()
    },
  }
}
