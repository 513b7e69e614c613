import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { readOrCreateAppSecret } from '../../src/config/app-secret.js'

describe('readOrCreateAppSecret', () => {
  let directory: string
  let path: string
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'app-secret-'))
    path = join(directory, 'data', 'app-secret')
  })
  afterEach(() => {
    rmSync(directory, { recursive: true })
  })

  it('creates a file of 32 random bytes with mode 600 and keeps it', () => {
    const secret = readOrCreateAppSecret(path)
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readOrCreateAppSecret(path)).toBe(secret)
    expect(readOrCreateAppSecret(join(directory, 'another'))).not.toBe(secret)
    expect(readdirSync(join(directory, 'data'))).toEqual(['app-secret'])
  })

  it('returns the same secret to processes that start at the same time', async () => {
    const module = pathToFileURL(join(import.meta.dirname, '../../src/config/app-secret.ts')).href
    const script = `import { readOrCreateAppSecret } from '${module}'
      process.stdout.write(readOrCreateAppSecret(process.argv[1]))`
    const args = ['--import', 'tsx', '--input-type=module', '--eval', script, path]
    const runs = Array.from({ length: 4 }, () => promisify(execFile)(process.execPath, args))
    const secrets = (await Promise.all(runs)).map(({ stdout }) => stdout)
    expect(new Set(secrets)).toEqual(new Set([readFileSync(path, 'utf8')]))
    expect(secrets[0]).toHaveLength(43)
  }, 30_000)

  it.each([
    ['is short', () => path, 'short', /Delete the file/],
    ['cannot be read', () => directory, undefined, /could not be read or written/],
  ])('rejects a file that %s', (_what, where, content, message) => {
    readOrCreateAppSecret(path)
    if (content !== undefined) writeFileSync(path, content)
    expect(() => readOrCreateAppSecret(where())).toThrow(message)
  })
})
