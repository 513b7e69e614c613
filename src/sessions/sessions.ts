import { type AppError, NotFoundError, PublicError } from '../errors.js'
import { hashToken, generateHandoverToken } from '../secrets/handover-token.js'
import type { YotiClient } from '../yoti/client.js'
import type { SessionSpec } from '../yoti/session-spec.js'
import { createSessionCreator, type SessionTemplate } from './session-creator.js'
import { createErasure } from './erasure.js'
import { createNamedLock } from './named-lock.js'
import type { Preset, ServerSettings } from './preset.js'
import { createSessionRefresher } from './session-refresher.js'
import {
  isErasureRequested,
  isLive,
  type CreateSessionInput,
  type CreatedSession,
  type CallerSessions,
  type Session,
  type OwnerSessions,
} from './session.js'
import type { SessionScenario } from './session-scenario.js'
import type { TransitionResult, SessionStore } from './store.js'
import { createSessionJobHandlers, type SessionJobHandlers } from './session-job-handlers.js'

export interface SessionsOptions {
  yoti: Pick<YotiClient, 'createSession' | 'getSession' | 'deleteSession'>
  /** Undefined on live, which has no response configurations. */
  sandbox?: Pick<YotiClient, 'configureSessionResponse'> | undefined
  store: SessionStore
  target: string
  presets: ReadonlyMap<string, Preset>
  defaultPreset: Preset
  /** None on live. */
  scenarios?: ReadonlyMap<string, SessionScenario>
  server: ServerSettings
  buildNotificationsConfig?: ((reference: string) => SessionSpec['notifications']) | undefined
  /** After the session ended; undefined disables automatic erasure. */
  eraseAfterMs?: number | undefined
  dailyLimitsEnabled?: boolean
  /** Called when Yoti did not respond and the stored state is used. */
  onRefreshFailed: (err: AppError) => void
  onCreated?: (session: Session) => void
  onTransition?: (result: TransitionResult) => void
  now?: () => number
}

const MIN_LINK_TTL_MS = 5 * 60 * 1000

export function createSessions(
  options: SessionsOptions,
): OwnerSessions & CallerSessions & { jobHandlers: SessionJobHandlers } {
  const { yoti, store, target, presets, defaultPreset, server, now = Date.now } = options
  const { scenarios = new Map<string, SessionScenario>() } = options
  const { onRefreshFailed, onTransition = () => undefined } = options
  const withLock = createNamedLock(store)
  const refresher = createSessionRefresher({ yoti, store, now, onRefreshFailed, onTransition })
  const erasure = createErasure({ yoti, store, refresher, now })
  const create = createSessionCreator({
    yoti,
    sandbox: options.sandbox,
    store,
    target,
    server,
    buildNotificationsConfig: options.buildNotificationsConfig,
    dailyLimitsEnabled: options.dailyLimitsEnabled ?? true,
    onCreated: options.onCreated ?? (() => undefined),
    now,
  })

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
    const current = latest && (await refresher.refreshIfStale(latest))
    return current !== undefined && isLive(current) ? current : undefined
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
    return withLock(`create ${callerHash} ${userReference}`, async (): Promise<CreatedSession> => {
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
    })
  }

  return {
    getForOwner,
    findLatestForOwner: (ownerHash) => store.findLatest({ ownerHash }),
    refreshForOwner: async (sessionId, ownerHash) =>
      refresher.refreshIfStale(await getForOwner(sessionId, ownerHash)),
    start: (ownerHash, { replacedSessionId, scenario } = {}) =>
      withLock(`start ${ownerHash}`, async () => {
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
    erase: (session) => erasure.erase(session),
    markErased: async (session) => {
      if (session.state !== 'ERASED') await erasure.markErased(session)
    },

    async createForCaller(input) {
      const { callerHash, idempotency } = input
      if (idempotency === undefined) return resumeOrCreate(input)
      const { keyHash, bodyHash } = idempotency
      return withLock(`key ${callerHash} ${keyHash}`, async () => {
        const known = await store.findIdempotencyKey(callerHash, keyHash, now())
        if (known !== undefined) {
          if (known.bodyHash !== undefined && known.bodyHash !== bodyHash)
            throw new PublicError('IDEMPOTENCY_MISMATCH')
          const session = await getForCaller(known.sessionId, callerHash)
          if (known.handoverToken === undefined || isErasureRequested(session)) {
            const detail =
              'The session of this Idempotency-Key was erased, or is being erased. Use a new key for a new session.'
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
    refreshForCaller: async (sessionId, callerHash) =>
      refresher.refreshIfStale(await getForCaller(sessionId, callerHash)),

    jobHandlers: createSessionJobHandlers({
      store,
      refresher,
      erasure,
      resourcesTtl: server.resourcesTtl,
      eraseAfterMs: options.eraseAfterMs,
      now,
    }),
  }
}

/** `null` wants a session without a scenario, `undefined` accepts any. */
function matchesScenario({ scenario }: Session, wanted: string | null | undefined): boolean {
  return wanted === undefined || (scenario ?? null) === wanted
}
