import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { derivePublicKey, loadOrCreateApplication } from '../src/application.js'
import { createApplication } from './signed-client.js'

let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'emulator-'))
})

afterEach(() => {
  rmSync(directory, { recursive: true })
})

describe('loadOrCreateApplication', () => {
  it('creates an application with a private key of mode 600 once and loads it afterwards', () => {
    const created = loadOrCreateApplication(join(directory, 'data'))
    expect(loadOrCreateApplication(join(directory, 'data'))).toEqual(created)
    expect(created.sdkId).toMatch(/^[0-9a-f-]{36}$/)
    expect(statSync(created.keyFilePath).mode & 0o777).toBe(0o600)
    expect(derivePublicKey(readFileSync(created.keyFilePath, 'utf8'))).toBe(created.publicKey)
  })
})

describe('derivePublicKey', () => {
  it('reads a private key as PEM, with escaped line breaks, or in base64', () => {
    const { publicKey, privateKey } = createApplication()
    const escaped = privateKey.replaceAll('\n', '\\n')
    for (const text of [privateKey, ` ${privateKey}\n`, escaped]) {
      expect(derivePublicKey(text)).toBe(publicKey)
      expect(derivePublicKey(Buffer.from(text).toString('base64'))).toBe(publicKey)
    }
  })

  it('rejects a key that is not RSA', () => {
    const { publicKey } = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    })
    expect(() => derivePublicKey(publicKey)).toThrow('Not an RSA key.')
  })
})
