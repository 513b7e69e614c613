import { createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface StoredApplication {
  sdkId: string
  publicKey: string
  keyFilePath: string
}

/** The application of a machine without credentials: made once in the directory, the same at every start. */
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

/** The public half of a private key: PEM, with real or written `\n`, or base64 of it. */
export function derivePublicKey(privateKey: string): string {
  const text = privateKey.trim()
  const pem = text.includes('-----BEGIN') ? text : Buffer.from(text, 'base64').toString()
  const key = createPublicKey(createPrivateKey(pem.trim().replaceAll('\\n', '\n')))
  return key.export({ type: 'spki', format: 'pem' }).toString()
}

function generatePrivateKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}
