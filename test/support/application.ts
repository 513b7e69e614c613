import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { v4 as uuid } from 'uuid'

export interface TestApplication {
  sdkId: string
  key: KeyObject
  privatePem: string
  publicKey: string
}

/** Made by jest.config.js once for all suites, because making one takes long. */
const keys = JSON.parse(process.env.TEST_KEYS ?? '[]') as string[]

/** A real RSA application with a key of its own, as Yoti Hub would make one. */
export function createApplication(): TestApplication {
  const pem = keys.shift()
  const key =
    pem === undefined
      ? generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
      : createPrivateKey(pem)
  return {
    sdkId: uuid(),
    key,
    privatePem: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString(),
  }
}
