import { describe, expect, it } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { createApplication } from '../support/application.js'
import { readConfigError } from './read-config-error.js'

const { sdkId, privatePem } = createApplication()
const POSTGRES = 'postgres://rp:pass%23word@db.example:5432/rp'

describe('DATABASE_URL', () => {
  it.each([
    ['file:./data/other.db', 'sqlite'],
    ['file::memory:', 'sqlite'],
    [POSTGRES, 'postgres'],
    ['postgresql://localhost/rp', 'postgres'],
    ['postgres:///rp?host=/var/run/postgresql', 'postgres'],
  ])('selects the engine: %s: %s', (DATABASE_URL, database) => {
    const { config, secrets } = parseConfig({ DATABASE_URL })
    expect(config.databaseEngine).toBe(database)
    expect(secrets.databaseUrl).toBe(DATABASE_URL)
  })

  it.each([
    'file:',
    './data/relying-party.db',
    'mysql://rp:secret-word@db.example/rp',
    'postgres://rp:secret-word#1@db.example:port/rp',
  ])('is rejected as %s, without quoting it', (DATABASE_URL) => {
    const message = readConfigError({ DATABASE_URL })
    expect(message).toMatch(/^- DATABASE_URL: expected/)
    expect(message).not.toContain('secret-word')
  })

  it('allows WORKER_ONLY with PostgreSQL', () => {
    const env = { DATABASE_URL: POSTGRES, YOTI_CLIENT_SDK_ID: sdkId, YOTI_KEY: privatePem }
    expect(parseConfig({ ...env, WORKER_ONLY: 'true' }).config.workerOnly).toBe(true)
    expect(parseConfig({ ...env, WORKER_ONLY: 'false' }).config.workerOnly).toBe(false)
  })

  it.each<[string, Record<string, string>, RegExp]>([
    ['with SQLite', { WORKER_ONLY: 'true' }, /WORKER_ONLY: needs PostgreSQL/],
    [
      'without credentials',
      { WORKER_ONLY: 'true', DATABASE_URL: POSTGRES },
      /WORKER_ONLY: needs the web process’s Yoti credentials/,
    ],
    ['when it is "on"', { WORKER_ONLY: 'on' }, /WORKER_ONLY: expected true or false/],
  ])('rejects WORKER_ONLY %s', (_what, env, message) => {
    expect(readConfigError(env)).toMatch(message)
  })
})
