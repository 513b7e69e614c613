import { NotFoundError } from '../errors.js'
import { generateHandoverToken, hashToken } from '../secrets/handover-token.js'
import type { Browser } from './link-store.js'
import type { SessionsOptions } from './options.js'
import type { Owners } from './owners.js'
import type { Session } from './session.js'

export const PHONE_LINK_TTL_MS = 10 * 60 * 1000

/** The links by which a browser becomes the owner of a session, or its phone. */
export function createLinks({ store, now }: SessionsOptions, { isOwner, isOwnerAlive }: Owners) {
  /** @throws NotFoundError when the link is unknown, redeemed, replaced or expired, or its owner has left */
  const findByPhoneLink = async (token: string, current: string | undefined): Promise<Session> => {
    const session = await store.findByPhoneLink(hashToken(token), current, now())
    if (session === undefined || !isOwnerAlive(session)) throw new NotFoundError()
    return session
  }

  return {
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
      return session
    },
  }
}
