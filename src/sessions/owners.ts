import type { SessionsOptions } from './options.js'
import type { Session } from './session.js'

export type Owners = ReturnType<typeof createOwners>

const MAX_MARK_INTERVAL_MS = 5 * 60 * 1000
/** Of an owner of the previous release, who is neither idle nor recently seen. */
const NEVER = NaN

/** Decides how long a browser owns a session. */
export function createOwners({ store, ownerIdleTimeout, ownerLifetime, now }: SessionsOptions) {
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
  return {
    getRole,
    /** Whether the owner is still one, without counting as its request. */
    isActive: ({ createdAt, ownerSince = createdAt, ownerSeenAt = NEVER }: Session) =>
      isAlive(ownerSince, ownerSeenAt),
    isOwner: async (session: Session, ownerHash: string | undefined) =>
      (await getRole(session, ownerHash)) === 'owner',
    signOut: (ownerHash: string) => store.markOwnerSeen(ownerHash, 0, 0),
  }
}
