import { createHmac } from 'node:crypto'
import { deriveKey } from './derive-key.js'

/** One hash for each secret, the current one first. Without the secret, references cannot be guessed. */
export type HashUserReference = (
  callerHash: string,
  userReference: string,
) => readonly [string, ...string[]]

export function createHashUserReference(appSecrets: readonly string[]): HashUserReference {
  // The purpose must not change: hashes made with it are stored.
  const [currentKey, ...olderKeys] = appSecrets.map((secret) => deriveKey(secret, 'persons'))
  if (currentKey === undefined) throw new TypeError('Hashing a user reference needs a secret.')
  return (callerHash, userReference) => {
    const computeHmac = (key: Buffer) =>
      createHmac('sha256', key).update(`${callerHash} ${userReference}`).digest('base64url')
    return [computeHmac(currentKey), ...olderKeys.map(computeHmac)]
  }
}
