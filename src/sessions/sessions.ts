import { NotFoundError, PublicError } from '../errors.js'
import type { Job, JobResult, Locks } from '../jobs/job-queue.js'
import { hashToken, generateHandoverToken } from '../secrets/handover-token.js'
import type { YotiClient } from '../yoti/client.js'
import { createSessionCreator, type SessionCreatorOptions, type SessionTemplate } from './create.js'
import { createEraser } from './erase.js'
import type { Preset, SessionScenario } from './preset.js'
import { createRefresher, type RefresherOptions } from './refresh.js'
import {
  isErasureRequested,
  isLive,
  type CreateSessionInput,
  type CreatedSession,
  type CallerSessions,
  type Session,
  type OwnerSessions,
} from './session.js'
import type { SessionStore } from './store.js'
import { createTransitions, type TransitionsOptions } from './transition.js'

export interface SessionsOptions
  extends
    Omit<SessionCreatorOptions, 'yoti' | 'store'>,
    Omit<TransitionsOptions, 'store'>,
    Pick<RefresherOptions, 'onRefreshFailed'> {
  yoti: Pick<YotiClient, 'createSession' | 'getSession' | 'deleteSession'>
  store: SessionStore
  locks: Locks
  presets: ReadonlyMap<string, Preset>
  defaultPreset: Preset
  /** None on live. */
  scenarios?: ReadonlyMap<string, SessionScenario> | undefined
}

export interface Sessions extends OwnerSessions, CallerSessions {
  jobHandlers: Record<'refresh' | 'erase', (job: Job) => Promise<JobResult>>
}

const MIN_LINK_TTL_MS = 5 * 60 * 1000

export function createSessions(options: SessionsOptions): Sessions {
  const { store, locks, presets, defaultPreset, server, eraseAfterMs, now } = options
  const { scenarios = new Map<string, SessionScenario>() } = options
  const { resourcesTtl } = server
  const transitions = createTransitions(options)
  const refresher = createRefresher({ ...options, transitions, resourcesTtl })
  const eraser = createEraser({ ...options, transitions, resourcesTtl, eraseAfterMs })
  const create = createSessionCreator(options)

  const requireOwned = (session: Session | undefined, owns: (session: Session) => boolean) => {
    if (session === undefined || !owns(session)) throw new NotFoundError()
    return session
  }
  const getForOwner = async (sessionId: string, ownerHash: string | undefined) =>
    requireOwned(
      await store.find(sessionId),
      (session) => ownerHash !== undefined && session.ownerHash === ownerHash,
    )
  const getForCaller = async (sessionId: string, callerHash: string) =>
    requireOwned(await store.find(sessionId), (session) => session.callerHash === callerHash)

  const refreshIfLive = async (latest: Session | undefined): Promise<Session | undefined> => {
    if (latest === undefined) return undefined
    const { session } = await refresher.refreshIfStale(latest)
    return isLive(session) ? session : undefined
  }

  const resolvePreset = (chosen: CreateSessionInput['preset']): Preset =>
    (typeof chosen === 'string' ? presets.get(chosen) : chosen) ?? defaultPreset

  const resolveTemplate = (
    chosen: CreateSessionInput['preset'],
    name: string | null | undefined,
  ): SessionTemplate => {
    const scenario = name == null ? undefined : scenarios.get(name)
    return scenario === undefined
      ? { preset: resolvePreset(chosen) }
      : { preset: scenario.preset, scenario }
  }

  const resumeOrCreate = (input: CreateSessionInput) => {
    const { callerHash, userReference, returnUrl, scenario } = input
    return locks.withLock(
      `create ${callerHash} ${userReference}`,
      async (): Promise<CreatedSession> => {
        const handoverToken = generateHandoverToken()
        const tokenHash = hashToken(handoverToken)
        const live = await refreshIfLive(await store.findLatest({ callerHash, userReference }))
        if (live !== undefined && matchesScenario(live, scenario)) {
          // The checks may outlast the token, and the user must still reach their page.
          const expiresAt = Math.max(live.tokenExpiresAt, now() + MIN_LINK_TTL_MS)
          const handover = { tokenHash, expiresAt }
          await store.replaceHandover(live.sessionId, handover, returnUrl)
          return { session: live, handoverToken }
        }
        const subject = {
          callerHash,
          userReference,
          ...(returnUrl === undefined ? {} : { returnUrl }),
        }
        const expiresAt = now() + server.clientSessionTokenTtl * 1000
        const session = await create(resolveTemplate(input.preset, scenario), subject, {
          tokenHash,
          expiresAt,
        })
        return { session, handoverToken }
      },
    )
  }

  return {
    getForOwner,
    findLatestForOwner: (ownerHash) => store.findLatest({ ownerHash }),
    refreshForOwner: async (sessionId, ownerHash) =>
      refresher.refreshIfStale(await getForOwner(sessionId, ownerHash)),
    start: (ownerHash, { replacedSessionId, continuedSessionId, scenario } = {}) =>
      locks.withLock(`start ${ownerHash}`, async () => {
        if (continuedSessionId !== undefined) {
          const continued = await getForOwner(continuedSessionId, ownerHash)
          if (matchesScenario(continued, scenario)) return continued
        }
        const live = await refreshIfLive(await store.findLatest({ ownerHash }))
        const canResume =
          live !== undefined &&
          live.sessionId !== replacedSessionId &&
          matchesScenario(live, scenario)
        return canResume ? live : create(resolveTemplate(undefined, scenario), { ownerHash })
      }),
    async redeemHandover(handoverToken, ownerHash) {
      const session = await store.redeemHandover(hashToken(handoverToken), ownerHash, now())
      return requireOwned(session, () => true)
    },
    erase: (session) => eraser.erase(session),
    async markErased(session) {
      if (session.state !== 'ERASED') await transitions.markErased(session)
    },

    async createForCaller(input) {
      const { callerHash, idempotency } = input
      if (idempotency === undefined) return resumeOrCreate(input)
      const { keyHash, bodyHash } = idempotency
      return locks.withLock(`key ${callerHash} ${keyHash}`, async () => {
        const known = await store.findIdempotencyKey(callerHash, keyHash, now())
        if (known !== undefined) {
          if (known.bodyHash !== undefined && known.bodyHash !== bodyHash)
            throw new PublicError('IDEMPOTENCY_MISMATCH')
          const session = await getForCaller(known.sessionId, callerHash)
          if (known.handoverToken === undefined || isErasureRequested(session)) {
            const detail =
              'The session created with this Idempotency-Key has been erased or is being erased. Use a new key for a new session.'
            throw new PublicError('GONE', { detail })
          }
          return { session, handoverToken: known.handoverToken }
        }
        const created = await resumeOrCreate(input)
        const { session, handoverToken } = created
        const request = { bodyHash, sessionId: session.sessionId, handoverToken }
        await store.saveIdempotencyKey(callerHash, keyHash, request, now())
        return created
      })
    },
    getForCaller,
    async refreshForCaller(sessionId, callerHash) {
      const stored = await getForCaller(sessionId, callerHash)
      return (await refresher.refreshIfStale(stored)).session
    },

    jobHandlers: {
      refresh: (job) => refresher.runJob(job),
      erase: (job) => eraser.runJob(job),
    },
  }
}

/** `null` wants a session without a scenario, `undefined` accepts any. */
function matchesScenario({ scenario }: Session, wanted: string | null | undefined): boolean {
  return wanted === undefined || (scenario ?? null) === wanted
}
