import type { Session } from './session.js'
import type { SessionStore } from './store.js'

export interface OwnersOptions {
  store: Pick<SessionStore, 'markOwnerSeen'>
  /** Seconds. */
  ownerIdleTimeout: number
  ownerLifetime: number
  now: () => number
}

export type Owners = ReturnType<typeof createOwners>

const MAX_MARK_INTERVAL_MS = 5 * 60 * 1000

/** Decides how long a browser owns a session. */
export function createOwners({ store, ownerIdleTimeout, ownerLifetime, now }: OwnersOptions) {
  const idleTimeoutMs = ownerIdleTimeout * 1000
  // Saves most writes.
  const markIntervalMs = Math.min(MAX_MARK_INTERVAL_MS, idleTimeoutMs / 10)
  return {
    /** False from when the browser has signed out or expired. */
    async isOwner(session: Session, ownerHash: string | undefined): Promise<boolean> {
      // NaN: an owner of the previous release is neither idle nor recently seen.
      const { createdAt, ownerSince = createdAt, ownerSeenAt = NaN } = session
      if (ownerHash === undefined || session.ownerHash !== ownerHash) return false
      const time = now()
      const idleSince = time - idleTimeoutMs
      if (ownerSeenAt <= idleSince || ownerSince <= time - ownerLifetime * 1000) return false
      if (!(time - ownerSeenAt < markIntervalMs)) {
        await store.markOwnerSeen(ownerHash, time, idleSince)
      }
      return true
    },
    signOut: (ownerHash: string) => store.markOwnerSeen(ownerHash, 0, 0),
  }
}
