import type { AppError } from '../errors.js'
import { NotFoundError } from '../http/parse.js'
import type { YotiClient } from '../yoti/client.js'
import { YotiConnectionError, YotiResponseError } from '../yoti/errors.js'
import type { Preset, ServerPart } from './preset.js'
import { describeErased, readSession } from './read-session.js'
import type { Session, Sessions } from './session.js'
import { createSession, mayContinue } from './start-session.js'
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
  const { store, onUnread, now = Date.now } = options
  const parts = { ...options, now }
  const shareReading = createSharing<unknown>()
  const shareStart = createSharing<Session>()

  const own = async (sessionId: string, ownerHash: string | undefined) => {
    const session = await store.find(sessionId)
    if (session === undefined || session.ownerHash !== ownerHash) throw new NotFoundError()
    return session
  }

  const refresh = async (session: Session): Promise<Session> => {
    const settled = session.state === 'COMPLETED' || session.state === 'ERASED'
    if (settled || now() - session.readAt < FRESH) return session
    try {
      await shareReading(session.sessionId, () => readSession(parts, session.sessionId))
    } catch (err) {
      if (!isPassing(err)) throw err
      onUnread(err)
    }
    return (await store.find(session.sessionId)) ?? session
  }

  return {
    own,
    findLatest: (ownerHash) => store.findLatest(ownerHash),
    noteErased: (sessionId) => store.advance(sessionId, describeErased(now())),
    look: async (sessionId, ownerHash) => refresh(await own(sessionId, ownerHash)),
    // Two clicks at once are one start: the second waits for the first's session.
    start: (ownerHash, insteadOf) =>
      shareStart(`${ownerHash} ${insteadOf ?? ''}`, async () => {
        const latest = await store.findLatest(ownerHash)
        const current = latest && (await refresh(latest))
        return mayContinue(current, insteadOf) ? current : createSession(parts, ownerHash)
      }),
  }
}

/** Yoti may be well again in a moment: what we knew is still the best that we can show. */
function isPassing(err: unknown): err is AppError {
  return (
    err instanceof YotiConnectionError ||
    (err instanceof YotiResponseError && (err.status === 429 || err.status >= 500))
  )
}

/** Callers with the same key at the same time share one run. */
function createSharing<T>() {
  const running = new Map<string, Promise<T>>()
  return (key: string, run: () => Promise<T>): Promise<T> => {
    const already = running.get(key)
    if (already !== undefined) return already
    const started = run().finally(() => running.delete(key))
    running.set(key, started)
    return started
  }
}
