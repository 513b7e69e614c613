import type { SessionFilter } from './caller-store.js'
import { createSessionCreator, type NewSession } from './create.js'
import { createEraser } from './erase.js'
import { createLinks } from './links.js'
import type { SessionsOptions } from './options.js'
import { createOrders } from './orders.js'
import { createOwners } from './owners.js'
import { createRefreshJob, createRefreshOnDemand } from './refresh.js'
import { isOpen, type Session } from './session.js'
import { createTransitions } from './transition.js'

export interface StartOptions extends NewSession {
  /** An open session that the user abandons. */
  insteadOf?: string | undefined
  /** The session that the user continues, whatever its state. */
  continued?: string | undefined
}

export type Sessions = ReturnType<typeof createSessions>

export function createSessions(options: SessionsOptions) {
  const { store, locks } = options
  const transitions = createTransitions(options)
  const owners = createOwners(options)
  const { getForOwner, getForCaller } = owners.reads
  const refreshIfStale = createRefreshOnDemand(options, transitions)
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
    scenario: NewSession['scenario'],
  ): Promise<Session | undefined> => {
    if (latest === undefined) return undefined
    const { session } = await refreshIfStale(latest)
    return isOpen(session) && matchesScenario(session, scenario) ? session : undefined
  }

  return {
    ...owners.reads,
    /** Refreshes an unfinished session if the last refresh is old. */
    refreshIfStale,
    ...createLinks(options, owners),
    signOut: (ownerHash: string) => store.markOwnerSeen(ownerHash, 0, 0),
    findLatestForOwner,
    /**
     * Resumes the owner's open session or creates one.
     *
     * @throws PublicError `SESSION_LIMIT`, or NotFoundError when the continued session belongs to another browser
     */
    start: (
      ownerHash: string,
      wanted: StartOptions = {},
      renewOwner: () => string = () => ownerHash,
    ) =>
      locks.withLock(`start ${ownerHash}`, async () => {
        const { insteadOf, continued, scenario } = wanted
        if (continued !== undefined) {
          const session = await getForOwner(continued, ownerHash)
          if (matchesScenario(session, scenario)) return session
        }
        const latest = await findLatestForOwner(ownerHash, () => {
          ownerHash = renewOwner()
        })
        const open = await findOpenSession(latest, scenario)
        const isReplaced = open === undefined || open.sessionId === insteadOf
        return isReplaced ? (await create({ ownerHash }, wanted)).session : open
      }),
    createForCaller: createOrders(options, { create, findOpenSession, getForCaller }),
    listForCaller: (callerHash: string, filter: SessionFilter) => store.list(callerHash, filter),
    decide: transitions.decide,
    /** Erases the session at Yoti, immediately if possible and otherwise by a job. */
    erase: createEraser(options, transitions).erase,
    /** After a part of Yoti's data was erased: no process shows what it has read before. */
    discardCachedResult: transitions.touch,
    /** For a session that Yoti has deleted: keeps only the outcome. */
    async markErased(session: Session): Promise<void> {
      if (session.state !== 'ERASED') await transitions.markErased(session)
    },
  }
}

/** Durable work, whose store may hold fewer connections to the database. */
export function createSessionJobs(options: SessionsOptions) {
  const transitions = createTransitions(options)
  return {
    refresh: createRefreshJob(options, transitions),
    erase: createEraser(options, transitions).runJob,
  }
}

/** `null` wants a session without a scenario, `undefined` accepts any. */
function matchesScenario(session: Session, wanted: NewSession['scenario']): boolean {
  return wanted === undefined || session.scenario === wanted?.name
}
