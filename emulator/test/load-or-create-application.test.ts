import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { derivePublicKey, loadOrCreateApplication } from '../src/load-or-create-application.js'
import { createApplication } from './signed-client.js'

let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'emulator-'))
})

afterEach(() => {
  rmSync(directory, { recursive: true })
})

describe('keepApplication', () => {
  it('makes an application once, with a key that only its owner reads, and finds it again', () => {
    const made = loadOrCreateApplication(join(directory, 'data'))
    expect(loadOrCreateApplication(join(directory, 'data'))).toEqual(made)
    expect(made.sdkId).toMatch(/^[0-9a-f-]{36}$/)
    expect(statSync(made.keyFilePath).mode & 0o777).toBe(0o600)
    expect(derivePublicKey(readFileSync(made.keyFilePath, 'utf8'))).toBe(made.publicKey)
  })
})

describe('derivePublicKey', () => {
  it('reads a key however an environment variable holds it', () => {
    const { publicKey, privateKey } = createApplication()
    const escaped = privateKey.replaceAll('\n', '\\n')
    for (const text of [privateKey, ` ${privateKey}\n`, escaped]) {
      expect(derivePublicKey(text)).toBe(publicKey)
      expect(derivePublicKey(Buffer.from(text).toString('base64'))).toBe(publicKey)
    }
  })
})
