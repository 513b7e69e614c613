import { NotFoundError, PublicError } from '../errors.js'
import { hashToken, generateHandoverToken } from '../secrets/handover-token.js'
import { createSessionCreator } from './create.js'
import { createEraser } from './erase.js'
import type { SessionsOptions } from './options.js'
import { createOwners } from './owners.js'
import { createRefresher } from './refresh.js'
import {
  isErasureRequested,
  isOpen,
  type CreateSessionInput,
  type CreatedSession,
  type Session,
  type SessionFilter,
  type StartOptions,
} from './session.js'
import type { Browser } from './store.js'
import { createTransitions } from './transition.js'

export type Sessions = ReturnType<typeof createSessions>

const MIN_LINK_TTL_MS = 5 * 60 * 1000
export const PHONE_LINK_TTL_MS = 10 * 60 * 1000

export function createSessions(options: SessionsOptions) {
  const { store, locks, server, onAccessed, now } = options
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

  const resumeOrCreate = (input: CreateSessionInput) => {
    const { callerHash, userReference, ...order } = input
    const subject = { callerHash, userReference }
    return locks.withLock(
      `create ${callerHash} ${userReference}`,
      async (): Promise<CreatedSession> => {
        const handoverToken = generateHandoverToken()
        const tokenHash = hashToken(handoverToken)
        const open = await findOpenSession(await store.findLatest(subject), input.scenario)
        if (open !== undefined) {
          // The checks may outlast the token, and the user must still reach their page.
          const expiresAt = Math.max(open.tokenExpiresAt, now() + MIN_LINK_TTL_MS)
          await store.replaceHandover(open.sessionId, { tokenHash, expiresAt }, input)
          onAccessed?.(open)
          return { session: open, handoverToken }
        }
        const expiresAt = now() + server.clientSessionTokenTtl * 1000
        const created = await create({ ...order, subject, handover: { tokenHash, expiresAt } })
        onAccessed?.(created.session)
        return { ...created, handoverToken }
      },
    )
  }

  /** @throws NotFoundError when the link is unknown, redeemed, replaced or expired, or its owner has left */
  const findByPhoneLink = async (token: string, current: string | undefined): Promise<Session> => {
    const session = await store.findByPhoneLink(hashToken(token), current, now())
    if (session === undefined || !owners.isActive(session)) throw new NotFoundError()
    return session
  }

  return {
    ...refresher.reads,
    findLatestForOwner,
    signOut: owners.signOut,
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
    /**
     * Makes a browser the owner, by a new id. The link works once, and for its owner again.
     *
     * @throws NotFoundError when the link is unknown, redeemed by another browser, replaced or expired
     */
    async redeemHandover(handoverToken: string, owner: Browser): Promise<Session> {
      const session = await store.redeemHandover(hashToken(handoverToken), owner, now())
      if (session === undefined || !(await owners.isOwner(session, session.ownerHash))) {
        throw new NotFoundError()
      }
      onAccessed?.(session)
      return session
    },
    /** A new link replaces the earlier one and revokes its phone. */
    async createPhoneLink({ sessionId }: Session): Promise<string> {
      const token = generateHandoverToken()
      const expiresAt = now() + PHONE_LINK_TTL_MS
      await store.replacePhoneLink(sessionId, { tokenHash: hashToken(token), expiresAt })
      return token
    },
    findByPhoneLink,
    /** Makes a browser the phone, by a new id. The link works once, and for its phone and the owner again. */
    async redeemPhoneLink(token: string, phone: Browser): Promise<Session> {
      await findByPhoneLink(token, phone.current)
      const session = await store.redeemPhoneLink(hashToken(token), phone, now())
      if (session === undefined) throw new NotFoundError()
      onAccessed?.(session)
      return session
    },
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

    /**
     * Resumes the user's open session if its scenario matches, or creates one, with a new link. The
     * same idempotency key and body return the same session and link for 24 hours.
     *
     * @throws SessionLimitError, or PublicError `IDEMPOTENCY_MISMATCH` or `GONE`
     */
    async createForCaller(input: CreateSessionInput): Promise<CreatedSession> {
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

    jobHandlers: { refresh: refresher.runJob, erase: eraser.runJob },
  }
}

/** `null` wants a session without a scenario, `undefined` accepts any. */
function matchesScenario(session: Session, wanted: StartOptions['scenario']): boolean {
  return wanted === undefined || session.scenario === wanted?.name
}
