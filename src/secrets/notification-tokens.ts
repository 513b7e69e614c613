import { createHmac, hash, timingSafeEqual } from 'node:crypto'
import { deriveKey } from './derive-key.js'

/** What Yoti shows us with each notification, derived for one session: it need not be stored. */
export interface NotificationTokens {
  derive(reference: string): string
  /** In constant time. An older secret fits, too. */
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
      // All of them are compared, so that the time taken tells nothing.
      const comparisons = keys.map((key) =>
        timingSafeEqual(sha256(computeHmac(key, reference)), tokenHash),
      )
      return comparisons.includes(true)
    },
  }
}

/** One length for whatever is given. */
function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer')
}
