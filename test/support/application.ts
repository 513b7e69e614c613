import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { v4 as uuid } from 'uuid'

export interface TestApplication {
  sdkId: string
  key: KeyObject
  privatePem: string
  publicKey: string
}

/** A real RSA application, as Yoti Hub would make one. */
export function createApplication(): TestApplication {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return {
    sdkId: uuid(),
    key: privateKey,
    privatePem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  }
}
