import { createHmac, timingSafeEqual } from 'node:crypto'
import { deriveKey } from './derive-key.js'

/** What Yoti shows us with each notification, derived for one session: it need not be stored. */
export interface NotificationTokens {
  make(reference: string): string
  /** In constant time. An older secret fits, too. */
  matches(reference: string, token: string): boolean
}

export function createNotificationTokens(appSecrets: readonly string[]): NotificationTokens {
  const keys = appSecrets.map((secret) => deriveKey(secret, 'notification tokens'))
  const [first] = keys
  if (first === undefined) throw new TypeError('Notification tokens need a secret.')
  const derive = (key: Buffer, reference: string) =>
    createHmac('sha256', key).update(reference).digest()

  return {
    make: (reference) => derive(first, reference).toString('base64url'),
    matches(reference, token) {
      const given = Buffer.alloc(32)
      const length = Buffer.from(token, 'base64url').copy(given)
      const fits = keys.map((key) => timingSafeEqual(derive(key, reference), given))
      return length === 32 && fits.includes(true)
    },
  }
}
