import { createHmac } from 'node:crypto'
import { deriveKey } from './derive-key.js'

/** A relying business's person, without her reference: nobody can try references without the secret. */
export type HashUserReference = (callerHash: string, userReference: string) => string

export function createHashUserReference([appSecret]: readonly string[]): HashUserReference {
  if (appSecret === undefined) throw new TypeError('Hashing a person needs a secret.')
  const key = deriveKey(appSecret, 'persons')
  return (callerHash, userReference) =>
    createHmac('sha256', key).update(`${callerHash} ${userReference}`).digest('base64url')
}
