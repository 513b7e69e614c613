import type { AppError } from '../errors.js'
import { NotFoundError } from '../http/parse.js'
import { hashToken, makeHandoverToken } from '../secrets/handover-token.js'
import type { YotiClient } from '../yoti/client.js'
import type { SessionSpec } from '../yoti/session-spec.js'
import { createCreation, type Plan } from './creation.js'
import { createErasure } from './erasure.js'
import { ErasedError, IdempotencyMismatchError } from './errors.js'
import { createExclusion } from './exclusion.js'
import type { Preset, ServerPart } from './preset.js'
import { createReadings } from './readings.js'
import {
  isErasing,
  isLive,
  type Order,
  type Ordered,
  type OrderedSessions,
  type Session,
  type Sessions,
} from './session.js'
import type { SessionScenario } from './session-scenario.js'
import type { Advance, SessionStore } from './store.js'
import { createSessionWork, type SessionWork } from './session-work.js'

export interface SessionsOptions {
  yoti: Pick<YotiClient, 'createSession' | 'getSession' | 'deleteSession'>
  /** Takes response configurations; undefined on live. */
  sandbox?: Pick<YotiClient, 'configureSessionResponse'> | undefined
  store: SessionStore
  target: string
  /** The default one first. */
  presets: ReadonlyMap<string, Preset>
  preset: Preset
  /** By name; none on live. */
  scenarios?: ReadonlyMap<string, SessionScenario>
  server: ServerPart
  describeNotifications?: ((reference: string) => SessionSpec['notifications']) | undefined
  /** Milliseconds after a session's end; undefined never erases by itself. */
  eraseAfter?: number | undefined
  /** Whether the daily limits hold. */
  limited?: boolean
  /** Told when Yoti could not be asked and we went on with what we knew. */
  onUnread: (err: AppError) => void
  onCreated?: (session: Session) => void
  /** Told what became of each reading that Yoti answered. */
  onAdvance?: (advance: Advance) => void
  now?: () => number
}

/** Milliseconds that a link to a session lives at least. */
const SHORTEST_LINK = 5 * 60 * 1000

export function createSessions(
  options: SessionsOptions,
): Sessions & OrderedSessions & { work: SessionWork } {
  const { yoti, store, target, presets, preset, server, now = Date.now } = options
  const { scenarios = new Map<string, SessionScenario>() } = options
  const { onUnread, onAdvance = () => undefined } = options
  const exclusively = createExclusion(store)
  const readings = createReadings({ yoti, store, now, onUnread, onAdvance })
  const erasure = createErasure({ yoti, store, readings, now })
  const create = createCreation({
    yoti,
    sandbox: options.sandbox,
    store,
    target,
    server,
    describeNotifications: options.describeNotifications,
    limited: options.limited ?? true,
    onCreated: options.onCreated ?? (() => undefined),
    now,
  })

  const requireOwn = (session: Session | undefined, owns: (session: Session) => boolean) => {
    if (session === undefined || !owns(session)) throw new NotFoundError()
    return session
  }
  const own = async (sessionId: string, ownerHash: string | undefined) =>
    requireOwn(
      await store.find(sessionId),
      (session) => ownerHash !== undefined && session.ownerHash === ownerHash,
    )
  const ownByCaller = async (sessionId: string, callerHash: string) =>
    requireOwn(await store.find(sessionId), (session) => session.callerHash === callerHash)

  /** The newest one as Yoti sees it now, when it goes on. */
  const findLive = async (latest: Session | undefined): Promise<Session | undefined> => {
    const current = latest && (await readings.refresh(latest))
    return current !== undefined && isLive(current) ? current : undefined
  }

  const findPreset = (chosen: Order['preset']): Preset =>
    (typeof chosen === 'string' ? presets.get(chosen) : chosen) ?? preset

  const plan = (chosen: Order['preset'], name: string | null | undefined): Plan => {
    const scenario = name == null ? undefined : scenarios.get(name)
    return scenario === undefined
      ? { preset: findPreset(chosen) }
      : { preset: scenario.preset, scenario }
  }

  /** The person's live session, else a new one, with a fresh link. */
  const orderAfresh = (order: Order) => {
    const { callerHash, userReference, returnUrl, scenario } = order
    return exclusively(`order ${callerHash} ${userReference}`, async (): Promise<Ordered> => {
      const handoverToken = makeHandoverToken()
      const tokenHash = hashToken(handoverToken)
      const live = await findLive(await store.findLatest({ callerHash, userReference }))
      if (live !== undefined && hasScenario(live, scenario)) {
        // The checks may take longer than the person had: she must still get to her page.
        const expiresAt = Math.max(live.tokenExpiresAt, now() + SHORTEST_LINK)
        const handover = { tokenHash, expiresAt }
        await store.replaceHandover(live.sessionId, handover, returnUrl)
        return { session: live, handoverToken }
      }
      const whom = { callerHash, userReference, ...(returnUrl === undefined ? {} : { returnUrl }) }
      const expiresAt = now() + server.clientSessionTokenTtl * 1000
      const session = await create(plan(order.preset, scenario), whom, { tokenHash, expiresAt })
      return { session, handoverToken }
    })
  }

  return {
    own,
    findLatest: (ownerHash) => store.findLatest({ ownerHash }),
    look: async (sessionId, ownerHash) => readings.refresh(await own(sessionId, ownerHash)),
    start: (ownerHash, { insteadOf, scenario } = {}) =>
      exclusively(`start ${ownerHash}`, async () => {
        const live = await findLive(await store.findLatest({ ownerHash }))
        const goesOn =
          live !== undefined && live.sessionId !== insteadOf && hasScenario(live, scenario)
        return goesOn ? live : create(plan(undefined, scenario), { ownerHash })
      }),
    async takeOver(handoverToken, ownerHash) {
      const session = await store.spendHandover(hashToken(handoverToken), ownerHash, now())
      return requireOwn(session, () => true)
    },
    erase: (session) => erasure.erase(session),
    noteErased: async (session) => {
      if (session.state !== 'ERASED') await erasure.conclude(session)
    },

    async order(order) {
      const { callerHash, idempotency } = order
      if (idempotency === undefined) return orderAfresh(order)
      const { keyHash, bodyHash } = idempotency
      return exclusively(`key ${callerHash} ${keyHash}`, async () => {
        const known = await store.findRequest(callerHash, keyHash, now())
        if (known !== undefined) {
          if (known.bodyHash !== undefined && known.bodyHash !== bodyHash)
            throw new IdempotencyMismatchError()
          const session = await ownByCaller(known.sessionId, callerHash)
          if (known.handoverToken === undefined || isErasing(session)) throw new ErasedError()
          return { session, handoverToken: known.handoverToken }
        }
        const ordered = await orderAfresh(order)
        const { session, handoverToken } = ordered
        const request = { bodyHash, sessionId: session.sessionId, handoverToken }
        await store.keepRequest(callerHash, keyHash, request, now())
        return ordered
      })
    },
    ownByCaller,
    lookByCaller: async (sessionId, callerHash) =>
      readings.refresh(await ownByCaller(sessionId, callerHash)),

    work: createSessionWork({
      store,
      readings,
      erasure,
      resourcesTtl: server.resourcesTtl,
      eraseAfter: options.eraseAfter,
      now,
    }),
  }
}

/** Whether it is the one that is wished for: null is for none, undefined for any. */
function hasScenario({ scenario }: Session, wished: string | null | undefined): boolean {
  return wished === undefined || (scenario ?? null) === wished
}
