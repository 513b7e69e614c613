import { createHmac } from 'node:crypto'
import { deriveKey } from './derive-key.js'

/** A relying business's person, without her reference: nobody can try references without the secret. */
export type HashPerson = (callerHash: string, userReference: string) => string

export function createHashPerson([appSecret]: readonly string[]): HashPerson {
  if (appSecret === undefined) throw new TypeError('Hashing a person needs a secret.')
  const key = deriveKey(appSecret, 'persons')
  return (callerHash, userReference) =>
    createHmac('sha256', key).update(`${callerHash} ${userReference}`).digest('base64url')
}
