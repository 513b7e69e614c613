import { createSessionCreator } from './create.js'
import { createEraser } from './erase.js'
import type { SessionsOptions } from './options.js'
import { createOrders } from './orders.js'
import { createOwners } from './owners.js'
import { createRefresher } from './refresh.js'
import { isOpen, type Session, type SessionFilter, type StartOptions } from './session.js'
import { createTransitions } from './transition.js'

export type Sessions = ReturnType<typeof createSessions>

export function createSessions(options: SessionsOptions) {
  const { store, locks, onAccessed } = options
  const transitions = createTransitions(options)
  const owners = createOwners(options)
  const refresher = createRefresher(options, transitions, owners)
  const { getForOwner, getForCaller } = refresher.reads
  const eraser = createEraser(options, transitions)
  const create = createSessionCreator(options)

  /** @param renewOwner called when the browser was signed out or has expired */
  const findLatestForOwner = async (
    ownerHash: string,
    renewOwner: () => void = () => undefined,
  ): Promise<Session | undefined> => {
    const latest = await store.findLatest({ ownerHash })
    if (latest === undefined || (await owners.isOwner(latest, ownerHash))) return latest
    renewOwner()
    return undefined
  }

  /** The subject's latest session, if it is open and has the scenario. */
  const findOpenSession = async (
    latest: Session | undefined,
    scenario: StartOptions['scenario'],
  ): Promise<Session | undefined> => {
    if (latest === undefined) return undefined
    const { session } = await refresher.refreshIfStale(latest)
    return isOpen(session) && matchesScenario(session, scenario) ? session : undefined
  }

  return {
    ...refresher.reads,
    ...owners.links,
    findLatestForOwner,
    /**
     * Resumes the owner's open session or creates one.
     *
     * @throws SessionLimitError, or NotFoundError when the continued session belongs to another browser
     */
    start: (
      ownerHash: string,
      { replacedSessionId, continuedSessionId, scenario, locale }: StartOptions = {},
      renewOwner: () => string = () => ownerHash,
    ) =>
      locks.withLock(`start ${ownerHash}`, async () => {
        if (continuedSessionId !== undefined) {
          const continued = await getForOwner(continuedSessionId, ownerHash)
          if (matchesScenario(continued, scenario)) return continued
        }
        const latest = await findLatestForOwner(ownerHash, () => {
          ownerHash = renewOwner()
        })
        const open = await findOpenSession(latest, scenario)
        const isReplaced = open === undefined || open.sessionId === replacedSessionId
        const session = isReplaced
          ? (await create({ subject: { ownerHash }, scenario, locale })).session
          : open
        onAccessed?.(session)
        return session
      }),
    createForCaller: createOrders(options, { create, findOpenSession, getForCaller }),
    listForCaller: (callerHash: string, filter: SessionFilter) => store.list(callerHash, filter),
    decide: transitions.decide,
    /** Erases the session at Yoti, immediately if possible and otherwise by a job. */
    erase: eraser.erase,
    /** After a part of Yoti's data was erased: no process shows what it has read before. */
    discardCachedResult: transitions.touch,
    /** For a session that Yoti has deleted: keeps only the outcome. */
    async markErased(session: Session): Promise<void> {
      if (session.state !== 'ERASED') await transitions.markErased(session)
    },
    jobHandlers: { refresh: refresher.runJob, erase: eraser.runJob },
  }
}

/** `null` wants a session without a scenario, `undefined` accepts any. */
function matchesScenario(session: Session, wanted: StartOptions['scenario']): boolean {
  return wanted === undefined || session.scenario === wanted?.name
}
