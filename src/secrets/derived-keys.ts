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
  /** `<reference>.<MAC>`, so that a token can be verified before the notification is read. */
  derive(reference: string): string
  /** The reference of a valid token. Compares in constant time, with every secret. */
  verify(token: string): string | undefined
  /** Accepts the MAC alone, too: the token of earlier releases. */
  matches(reference: string, token: string): boolean
}

export function createNotificationTokens(appSecrets: readonly string[]): NotificationTokens {
  const keys = deriveKeys(appSecrets, 'notification tokens')
  const isMac = (reference: string, mac: string) => {
    const macHash = sha256(mac)
    // Always compares all of them, so that the duration reveals nothing.
    const comparisons = keys.map((key) =>
      timingSafeEqual(sha256(computeHmac(key, reference)), macHash),
    )
    return comparisons.includes(true)
  }
  const verify = (token: string) => {
    const [reference = '', mac = ''] = token.split('.')
    return isMac(reference, mac) ? reference : undefined
  }
  return {
    derive: (reference) => `${reference}.${computeHmac(keys[0], reference)}`,
    verify,
    matches: (reference, token) =>
      token.includes('.') ? verify(token) === reference : isMac(reference, token),
  }
}

/** `timingSafeEqual` needs inputs of equal length. */
function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer')
}
