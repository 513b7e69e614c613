import { NotFoundError } from '../errors.js'
import { generateHandoverToken, hashToken } from '../secrets/handover-token.js'
import type { SessionsOptions } from './options.js'
import type { Session } from './session.js'
import type { Browser } from './store.js'

export type Owners = ReturnType<typeof createOwners>

export const PHONE_LINK_TTL_MS = 10 * 60 * 1000
const MAX_MARK_INTERVAL_MS = 5 * 60 * 1000
/** Of an owner of the previous release, who is neither idle nor recently seen. */
const NEVER = NaN

/** Decides which browsers own a session, and how long. */
export function createOwners(options: SessionsOptions) {
  const { store, ownerIdleTimeout, ownerLifetime, onAccessed, now } = options
  const idleTimeoutMs = ownerIdleTimeout * 1000
  // Saves most writes.
  const markIntervalMs = Math.min(MAX_MARK_INTERVAL_MS, idleTimeoutMs / 10)

  const isAlive = (since: number, seenAt: number): boolean =>
    !(seenAt <= now() - idleTimeoutMs || since <= now() - ownerLifetime * 1000)

  /** A phone only captures. Undefined from when the browser has signed out or expired. */
  const getRole = async (
    session: Session,
    ownerHash: string | undefined,
  ): Promise<'owner' | 'phone' | undefined> => {
    if (ownerHash === undefined) return undefined
    const { createdAt, phoneHash, phoneSince = createdAt, phoneSeenAt = 0 } = session
    const { ownerSince = createdAt, ownerSeenAt = NEVER } = session
    const isOwner = session.ownerHash === ownerHash
    if (!isOwner && phoneHash !== ownerHash) return undefined
    const [since, seenAt] = isOwner ? [ownerSince, ownerSeenAt] : [phoneSince, phoneSeenAt]
    if (!isAlive(since, seenAt)) return undefined
    const time = now()
    if (!(time - seenAt < markIntervalMs)) {
      await store.markOwnerSeen(ownerHash, time, time - idleTimeoutMs)
    }
    return isOwner ? 'owner' : 'phone'
  }
  const isOwner = async (session: Session, ownerHash: string | undefined) =>
    (await getRole(session, ownerHash)) === 'owner'

  /** @throws NotFoundError when the link is unknown, redeemed, replaced or expired, or its owner has left */
  const findByPhoneLink = async (token: string, current: string | undefined): Promise<Session> => {
    const session = await store.findByPhoneLink(hashToken(token), current, now())
    if (session === undefined) throw new NotFoundError()
    // Does not count as a request of the owner.
    const { createdAt, ownerSince = createdAt, ownerSeenAt = NEVER } = session
    if (!isAlive(ownerSince, ownerSeenAt)) throw new NotFoundError()
    return session
  }

  return {
    getRole,
    isOwner,
    links: {
      signOut: (ownerHash: string) => store.markOwnerSeen(ownerHash, 0, 0),
      /**
       * Makes a browser the owner, by a new id. The link works once, and for its owner again.
       *
       * @throws NotFoundError when the link is unknown, redeemed by another browser, replaced or expired
       */
      async redeemHandover(handoverToken: string, owner: Browser): Promise<Session> {
        const session = await store.redeemHandover(hashToken(handoverToken), owner, now())
        if (session === undefined || !(await isOwner(session, session.ownerHash))) {
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
    },
  }
}
