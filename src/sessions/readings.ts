import type { AppError } from '../errors.js'
import type { YotiClient } from '../yoti/client.js'
import { isPassing } from '../yoti/errors.js'
import { isNews } from './advance.js'
import { readSession } from './read-session.js'
import { isFinished, type Session } from './session.js'
import type { Advance, SessionChange, SessionStore } from './store.js'

export interface ReadingsOptions {
  yoti: Pick<YotiClient, 'getSession'>
  store: SessionStore
  now: () => number
  /** Told when Yoti could not be asked and we went on with what we knew. */
  onUnread: (err: AppError) => void
  /** Told what became of each reading that Yoti answered. */
  onAdvance: (advance: Advance) => void
}

/** A reading younger than this (milliseconds) is not repeated because somebody looks. */
const FRESH = 3000

export type Readings = ReturnType<typeof createReadings>

/** Asks Yoti about sessions, each by one at a time, over all processes. */
export function createReadings({ yoti, store, now, onUnread, onAdvance }: ReadingsOptions) {
  const underWay = new Map<string, Promise<void>>()

  const apply = async (sessionId: string, change: SessionChange): Promise<Session | undefined> => {
    const advance = await store.advance(sessionId, change, now())
    if (advance !== undefined) onAdvance(advance)
    return advance?.session
  }

  /**
   * Most readings say what was known.
   *
   * @throws what Yoti's client throws
   */
  const read = async (session: Session): Promise<Session> => {
    try {
      const change = await readSession(yoti, session)
      if (!isNews(session, change)) return session
      return (await apply(session.sessionId, change)) ?? session
    } finally {
      await store.releaseReading(session.sessionId)
    }
  }

  /** Whoever looks goes on with what we knew when Yoti does not answer. */
  const readForOnlookers = async (session: Session): Promise<void> => {
    const time = now()
    try {
      const claimed = await store.claimReading(session.sessionId, time, time - FRESH)
      if (claimed !== undefined) await read(claimed)
    } catch (err) {
      if (!isPassing(err)) throw err
      onUnread(err)
    } finally {
      underWay.delete(session.sessionId)
    }
  }

  return {
    apply,
    /** For somebody who looks: asks when our last reading of an unfinished session is old. */
    async refresh(session: Session): Promise<Session> {
      const { sessionId, readAt } = session
      if (isFinished(session)) return session
      let reading = underWay.get(sessionId)
      if (reading === undefined) {
        if (now() - readAt < FRESH) return session
        reading = readForOnlookers(session)
        underWay.set(sessionId, reading)
      }
      await reading
      return (await store.find(sessionId)) ?? session
    },
    /**
     * For durable work: asks in any case, unless it is finished. Resolves to how it stands then, and
     * to `busy` when somebody else is asking just now.
     *
     * @throws what Yoti's client throws
     */
    async readNow(sessionId: string): Promise<Session | 'busy' | undefined> {
      const time = now()
      const claimed = await store.claimReading(sessionId, time, time)
      if (claimed !== undefined) return read(claimed)
      const session = await store.find(sessionId)
      return session === undefined || isFinished(session) ? session : 'busy'
    },
  }
}
