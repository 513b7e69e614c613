import { PublicError } from '../errors.js'
import { generateHandoverToken, hashToken } from '../secrets/handover-token.js'
import type { SessionCreator } from './create.js'
import type { SessionsOptions } from './options.js'
import {
  isErasureRequested,
  type CreatedSession,
  type CreateSessionInput,
  type Session,
  type StartOptions,
} from './session.js'

const MIN_LINK_TTL_MS = 5 * 60 * 1000

interface OrdersContext {
  create: SessionCreator
  findOpenSession: (
    latest: Session | undefined,
    scenario: StartOptions['scenario'],
  ) => Promise<Session | undefined>
  getForCaller: (sessionId: string, callerHash: string) => Promise<Session>
}

/**
 * For API callers: resumes the user's open session if its scenario matches, or creates one, with a
 * new link. The same idempotency key and body return the same session and link for 24 hours.
 *
 * The returned function throws SessionLimitError, or PublicError `IDEMPOTENCY_MISMATCH` or `GONE`.
 */
export function createOrders(
  { store, locks, server, onAccessed, now }: SessionsOptions,
  { create, findOpenSession, getForCaller }: OrdersContext,
) {
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

  return async (input: CreateSessionInput): Promise<CreatedSession> => {
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
  }
}
