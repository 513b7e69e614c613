import type { AppError } from '../errors.js'
import type { YotiClient } from '../yoti/client.js'
import { isPassing } from '../yoti/errors.js'
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

  const apply = async (sessionId: string, change: SessionChange): Promise<void> => {
    const advance = await store.advance(sessionId, change, now())
    if (advance !== undefined) onAdvance(advance)
  }

  /** @throws what Yoti's client throws */
  const read = async (session: Session): Promise<void> => {
    try {
      await apply(session.sessionId, await readSession(yoti, session))
    } finally {
      await store.releaseReading(session.sessionId)
    }
  }

  /** Whoever looks goes on with what we knew when Yoti does not answer. */
  const readForOnlookers = async (session: Session): Promise<void> => {
    const time = now()
    try {
      if (await store.claimReading(session.sessionId, time, time - FRESH)) await read(session)
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
     * For durable work: asks in any case. Resolves to false when somebody else is asking just now.
     *
     * @throws what Yoti's client throws
     */
    async readNow(session: Session): Promise<boolean> {
      const time = now()
      if (!(await store.claimReading(session.sessionId, time, time))) return false
      await read(session)
      return true
    },
  }
}
