import { createHmac, hash, hkdfSync, timingSafeEqual } from 'node:crypto'

/**
 * HKDF (RFC 5869): a separate key for each purpose, one for each secret, the current one first.
 * @throws TypeError without a secret
 */
export function deriveKeys(
  appSecrets: readonly string[],
  purpose: string,
): readonly [Buffer, ...Buffer[]] {
  const [currentKey, ...olderKeys] = appSecrets.map((secret) =>
    Buffer.from(hkdfSync('sha256', secret, '', purpose, 32)),
  )
  if (currentKey === undefined) throw new TypeError(`A secret is needed for: ${purpose}.`)
  return [currentKey, ...olderKeys]
}

function computeHmac(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url')
}

/** One hash for each secret, the current one first. Without the secret, references cannot be guessed. */
export type HashUserReference = (
  callerHash: string,
  userReference: string,
) => readonly [string, ...string[]]

export function createHashUserReference(appSecrets: readonly string[]): HashUserReference {
  // The purpose must not change, because hashes made with it are stored.
  const [currentKey, ...olderKeys] = deriveKeys(appSecrets, 'persons')
  return (callerHash, userReference) => {
    const text = `${callerHash} ${userReference}`
    return [computeHmac(currentKey, text), ...olderKeys.map((key) => computeHmac(key, text))]
  }
}

/** Yoti sends one with each notification. Derived from the session's reference, so it need not be stored. */
export interface NotificationTokens {
  derive(reference: string): string
  /** Compares in constant time, with every secret. */
  matches(reference: string, token: string): boolean
}

export function createNotificationTokens(appSecrets: readonly string[]): NotificationTokens {
  const keys = deriveKeys(appSecrets, 'notification tokens')
  return {
    derive: (reference) => computeHmac(keys[0], reference),
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
