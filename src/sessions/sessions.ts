import type { AppError } from '../errors.js'
import { NotFoundError } from '../http/parse.js'
import type { YotiClient } from '../yoti/client.js'
import { isPassing } from '../yoti/errors.js'
import { createOneAtATime } from './one-at-a-time.js'
import { composeSpec, type Preset, type ServerPart } from './preset.js'
import { describeErased, readSession } from './read-session.js'
import { isLive, type Session, type Sessions } from './session.js'
import type { SessionStore } from './store.js'

export interface SessionsOptions {
  yoti: Pick<YotiClient, 'createSession' | 'getSession'>
  store: SessionStore
  target: string
  preset: Preset
  server: ServerPart
  /** Told when Yoti could not be asked and we went on with what we knew. */
  onUnread: (err: AppError) => void
  now?: () => number
}

/** A reading younger than this (milliseconds) is not repeated because somebody looks. */
const FRESH = 3000

export function createSessions(options: SessionsOptions): Sessions {
  const { yoti, store, target, preset, server, onUnread, now = Date.now } = options
  const spec = composeSpec(preset, server)
  const oneAtATime = createOneAtATime()
  const readings = new Map<string, Promise<void>>()

  const own = async (sessionId: string, ownerHash: string | undefined) => {
    const session = await store.find(sessionId)
    if (session === undefined || session.ownerHash !== ownerHash) throw new NotFoundError()
    return session
  }

  const create = async (ownerHash: string): Promise<Session> => {
    const created = await yoti.createSession(spec)
    const session: Session = {
      sessionId: created.session_id,
      target,
      ownerHash,
      presetName: preset.name,
      requested: spec,
      state: 'ONGOING',
      outcome: 'PENDING',
      reasons: [],
      checks: [],
      clientSessionToken: created.client_session_token,
      createdAt: now(),
      readAt: now(),
    }
    await store.insert(session)
    return session
  }

  const read = async (session: Session): Promise<void> => {
    try {
      await store.noteReading(session.sessionId, now())
      await store.advance(session.sessionId, await readSession(yoti, session))
    } catch (err) {
      if (!isPassing(err)) throw err
      onUnread(err)
    } finally {
      readings.delete(session.sessionId)
    }
  }

  const refresh = async (session: Session): Promise<Session> => {
    const { sessionId, state, readAt } = session
    if (state === 'COMPLETED' || state === 'ERASED') return session
    let reading = readings.get(sessionId)
    if (reading === undefined) {
      if (now() - readAt < FRESH) return session
      reading = read(session)
      readings.set(sessionId, reading)
    }
    await reading
    return (await store.find(sessionId)) ?? session
  }

  return {
    own,
    findLatest: (ownerHash) => store.findLatest(ownerHash),
    look: async (sessionId, ownerHash) => refresh(await own(sessionId, ownerHash)),
    // Of two clicks at once, the second finds the session of the first.
    start: (ownerHash, insteadOf) =>
      oneAtATime(ownerHash, async () => {
        const latest = await store.findLatest(ownerHash)
        const current = latest && (await refresh(latest))
        const goesOn = current !== undefined && isLive(current) && current.sessionId !== insteadOf
        return goesOn ? current : create(ownerHash)
      }),
    noteErased: async (session) => {
      await store.advance(session.sessionId, describeErased(session))
    },
  }
}
