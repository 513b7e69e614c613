import { PublicError } from '../errors.js'
import { generateHandoverToken, hashToken } from '../secrets/handover-token.js'
import type { NewSession, SessionCreator } from './create.js'
import type { SessionsOptions } from './options.js'
import { isErasureRequested, type Session } from './session.js'
import type { CallerUser } from './store.js'

export interface Order extends CallerUser, NewSession {
  /** SHA-256 of the `Idempotency-Key` and of its request's body. */
  idempotency?: { keyHash: string; bodyHash: string } | undefined
}

export interface CreatedSession {
  session: Session
  /** For `GET /handover/:token`; works once. */
  handoverToken: string
  /** When an earlier attempt began, for which Yoti may have created a session that is not stored. */
  unfinishedAttemptAt?: number | undefined
}

const MIN_LINK_TTL_MS = 5 * 60 * 1000

interface OrdersContext {
  create: SessionCreator
  findOpenSession: (
    latest: Session | undefined,
    scenario: NewSession['scenario'],
  ) => Promise<Session | undefined>
  getForCaller: (sessionId: string, callerHash: string) => Promise<Session>
}

/**
 * For API callers: resumes the user's open session if its scenario matches, or creates one, with a
 * new link. The same idempotency key and body return the same session and link for 24 hours.
 *
 * The returned function throws PublicError `SESSION_LIMIT`, `IDEMPOTENCY_MISMATCH` or `GONE`.
 */
export function createOrders(
  { store, locks, server, now }: SessionsOptions,
  { create, findOpenSession, getForCaller }: OrdersContext,
) {
  const resumeOrCreate = (order: Order) => {
    const { callerHash, userReference } = order
    const subject = { callerHash, userReference }
    return locks.withLock(
      `create ${callerHash} ${userReference}`,
      async (): Promise<CreatedSession> => {
        const handoverToken = generateHandoverToken()
        const tokenHash = hashToken(handoverToken)
        const open = await findOpenSession(await store.findLatest(subject), order.scenario)
        if (open !== undefined) {
          // The checks may outlast the token, and the user must still reach their page.
          const expiresAt = Math.max(open.tokenExpiresAt, now() + MIN_LINK_TTL_MS)
          await store.replaceHandover(open.sessionId, { tokenHash, expiresAt }, order)
          return { session: open, handoverToken }
        }
        const expiresAt = now() + server.clientSessionTokenTtl * 1000
        const created = await create(subject, order, { tokenHash, expiresAt })
        return { ...created, handoverToken }
      },
    )
  }

  return async (order: Order): Promise<CreatedSession> => {
    const { callerHash, idempotency } = order
    if (idempotency === undefined) return resumeOrCreate(order)
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
      const created = await resumeOrCreate(order)
      const { session, handoverToken } = created
      const request = { bodyHash, sessionId: session.sessionId, handoverToken }
      await store.saveIdempotencyKey(callerHash, keyHash, request, now())
      return created
    })
  }
}
