import { NotFoundError } from '../errors.js'
import type { SessionsOptions } from './options.js'
import type { Session } from './session.js'

export type Owners = ReturnType<typeof createOwners>

const MAX_MARK_INTERVAL_MS = 5 * 60 * 1000

/** Decides who may see a session, and how long. Unknown and not theirs look the same. */
export function createOwners(options: SessionsOptions) {
  const { store, ownerIdleTimeout, ownerLifetime, now } = options
  const idleTimeoutMs = ownerIdleTimeout * 1000
  // Saves most writes.
  const markIntervalMs = Math.min(MAX_MARK_INTERVAL_MS, idleTimeoutMs / 10)

  const getOwnerTimes = (session: Session) => ({
    since: session.ownerSince ?? session.createdAt,
    // Absent in sessions of version 0.1: not idle, and marked now.
    seenAt: session.ownerSeenAt ?? now() - markIntervalMs,
  })
  const isAlive = ({ since, seenAt }: ReturnType<typeof getOwnerTimes>): boolean =>
    seenAt > now() - idleTimeoutMs && since > now() - ownerLifetime * 1000

  /** A phone only captures. Undefined from when the browser has signed out or expired. */
  const getRole = async (
    session: Session,
    ownerHash: string | undefined,
  ): Promise<'owner' | 'phone' | undefined> => {
    if (ownerHash === undefined) return undefined
    const { createdAt, phoneHash, phoneSince = createdAt, phoneSeenAt = 0 } = session
    const isOwner = session.ownerHash === ownerHash
    if (!isOwner && phoneHash !== ownerHash) return undefined
    const times = isOwner ? getOwnerTimes(session) : { since: phoneSince, seenAt: phoneSeenAt }
    if (!isAlive(times)) return undefined
    const time = now()
    if (time - times.seenAt >= markIntervalMs) {
      await store.markOwnerSeen(ownerHash, time, time - idleTimeoutMs)
    }
    return isOwner ? 'owner' : 'phone'
  }

  /** @throws NotFoundError when the session is unknown or belongs to another browser */
  const getForCapture = async (sessionId: string, ownerHash: string | undefined) => {
    const session = await store.find(sessionId)
    const role = session && (await getRole(session, ownerHash))
    if (session === undefined || role === undefined) throw new NotFoundError()
    return { session, isPhone: role === 'phone' }
  }

  return {
    isOwner: async (session: Session, ownerHash: string | undefined) =>
      (await getRole(session, ownerHash)) === 'owner',
    /** Does not count as a request of the owner. */
    isOwnerAlive: (session: Session) => isAlive(getOwnerTimes(session)),
    reads: {
      getForCapture,
      /** As `getForCapture`, except for the phone. */
      getForOwner: async (sessionId: string, ownerHash: string | undefined): Promise<Session> => {
        const { session, isPhone } = await getForCapture(sessionId, ownerHash)
        if (isPhone) throw new NotFoundError()
        return session
      },
      /** @throws NotFoundError when the session is unknown or belongs to another caller */
      getForCaller: async (sessionId: string, callerHash: string): Promise<Session> => {
        const session = await store.find(sessionId)
        if (session?.callerHash !== callerHash) throw new NotFoundError()
        return session
      },
    },
  }
}
