import { createPublicKey, generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ResponseConfig } from './checks/response-config.js'

export const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export interface Application {
  readonly sdkId: string
  readonly publicKey: KeyObject
  /** Sandbox: applies to every session of this application that has none of its own. */
  responseConfig: ResponseConfig | undefined
}

/** A new application for one test. All values are as Yoti Hub issues them, the keys as PEM. */
export function createApplication() {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  return { sdkId: randomUUID(), publicKey, privateKey }
}

/** For a machine without credentials: created once in the directory, the same at every start. */
export function loadOrCreateApplication(directory: string) {
  const keyFilePath = join(directory, 'emulator-key.pem')
  const sdkIdPath = join(directory, 'emulator-sdk-id')
  if (!existsSync(keyFilePath) || !existsSync(sdkIdPath)) {
    const { sdkId, privateKey } = createApplication()
    mkdirSync(directory, { recursive: true })
    writeFileSync(keyFilePath, privateKey, { mode: 0o600 })
    writeFileSync(sdkIdPath, sdkId, { mode: 0o600 })
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
