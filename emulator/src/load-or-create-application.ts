import { createPublicKey, generateKeyPairSync, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface StoredApplication {
  sdkId: string
  publicKey: string
  keyFilePath: string
}

/** For a machine without credentials: created once in the directory, the same at every start. */
export function loadOrCreateApplication(directory: string): StoredApplication {
  const keyFilePath = join(directory, 'emulator-key.pem')
  const sdkIdPath = join(directory, 'emulator-sdk-id')
  if (!existsSync(keyFilePath) || !existsSync(sdkIdPath)) {
    mkdirSync(directory, { recursive: true })
    writeFileSync(keyFilePath, generatePrivateKey(), { mode: 0o600 })
    writeFileSync(sdkIdPath, randomUUID(), { mode: 0o600 })
  }
  return {
    sdkId: readFileSync(sdkIdPath, 'utf8').trim(),
    publicKey: derivePublicKey(readFileSync(keyFilePath, 'utf8')),
    keyFilePath,
  }
}

/** Accepts a private or public key as PEM, with real or escaped line breaks, or as base64 of the PEM. */
export function derivePublicKey(key: string): string {
  const text = key.trim()
  const pem = text.includes('-----BEGIN') ? text : Buffer.from(text, 'base64').toString()
  const publicKey = createPublicKey(pem.trim().replaceAll('\\n', '\n'))
  if (publicKey.asymmetricKeyType !== 'rsa') throw new Error('Not an RSA key.')
  return publicKey.export({ type: 'spki', format: 'pem' }).toString()
}

function generatePrivateKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}
