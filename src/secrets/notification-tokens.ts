import { createHmac, hash, timingSafeEqual } from 'node:crypto'
import { deriveKey } from './derive-key.js'

/** Yoti sends one with each notification. Derived from the session's reference, so it need not be stored. */
export interface NotificationTokens {
  derive(reference: string): string
  /** Compares in constant time, with every secret. */
  matches(reference: string, token: string): boolean
}

export function createNotificationTokens(appSecrets: readonly string[]): NotificationTokens {
  const keys = appSecrets.map((secret) => deriveKey(secret, 'notification tokens'))
  const [currentKey] = keys
  if (currentKey === undefined) throw new TypeError('Notification tokens need a secret.')
  const computeHmac = (key: Buffer, reference: string) =>
    createHmac('sha256', key).update(reference).digest('base64url')

  return {
    derive: (reference) => computeHmac(currentKey, reference),
    matches(reference, token) {
      const tokenHash = sha256(token)
      // Always compares all of them, so that the duration reveals nothing.
      const comparisons = keys.map((key) =>
        timingSafeEqual(sha256(computeHmac(key, reference)), tokenHash),
      )
      return comparisons.includes(true)
    },
  }
}

/** `timingSafeEqual` needs inputs of equal length. */
function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer')
}
