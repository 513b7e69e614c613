import { describe, expect, it } from '@jest/globals'
import { inspect } from 'node:util'
import { parseConfig } from '../../src/config/config.js'
import { readConfigError } from './read-config-error.js'
import { createApplication } from '../support/application.js'

const application = createApplication()
const SECRET = 'an-app-secret-of-at-least-32-bytes-0'
const CREDENTIALS = { YOTI_CLIENT_SDK_ID: application.sdkId, YOTI_KEY: application.privatePem }

describe('parseConfig', () => {
  it('uses its own emulator when nothing is set', () => {
    const { config, secrets, warnings } = parseConfig({})
    expect(config).toMatchObject({
      baseUrl: 'http://localhost:3000',
      host: '127.0.0.1',
      port: 3000,
      target: 'emulator',
      apiUrl: undefined,
      emulator: { host: '127.0.0.1', port: 4000 },
      clientSessionTokenTtl: 900,
      resourcesTtl: 604_800,
      resultsPage: 'full',
      publicStart: true,
      opsPort: undefined,
      databaseEngine: 'sqlite',
      workerOnly: false,
      returnUrlOrigins: [],
      eraseAfterMs: undefined,
      rateLimit: true,
      notificationsEnabled: true,
    })
    expect(secrets).toEqual({
      application: undefined,
      databaseUrl: 'file:./data/relying-party.db',
      appSecrets: undefined,
      apiKeys: [],
      webhook: undefined,
    })
    expect(warnings).toEqual([])
  })

  it('treats an empty variable as unset', () => {
    expect(parseConfig({ PORT: '', YOTI_IDV_API_URL: ' ' }).config.port).toBe(3000)
  })

  it.each([
    ['https://api.yoti.com/idverify/v1/', 'live', 'outcome'],
    ['https://api.yoti.com/sandbox/idverify/v1', 'sandbox', 'full'],
    ['http://127.0.0.1:4000/idverify/v1', 'emulator', 'full'],
    ['http://localhost:4000/sandbox/idverify/v1', 'emulator', 'full'],
    [undefined, 'live', 'outcome'],
  ])('derives the target from the API URL %s: %s', (apiUrl, target, resultsPage) => {
    const { config } = parseConfig({ ...CREDENTIALS, ...(apiUrl && { YOTI_IDV_API_URL: apiUrl }) })
    expect(config).toMatchObject({ target, resultsPage })
    expect(config.apiUrl).not.toMatch(/\/$/)
  })

  it.each<[string, Record<string, string>, RegExp]>([
    [
      'an SDK id alone',
      { YOTI_CLIENT_SDK_ID: application.sdkId },
      /YOTI_KEY_FILE_PATH: is missing/,
    ],
    ['a key alone', { YOTI_KEY: application.privatePem }, /YOTI_CLIENT_SDK_ID: is missing/],
    [
      'an API address alone',
      { YOTI_IDV_API_URL: 'http://127.0.0.1:4000/idverify/v1' },
      /are missing, but YOTI_IDV_API_URL/,
    ],
    ['two keys', { ...CREDENTIALS, YOTI_KEY_FILE_PATH: 'key.pem' }, /both set/],
    [
      'a key file that is not there',
      { YOTI_CLIENT_SDK_ID: application.sdkId, YOTI_KEY_FILE_PATH: '/no/key.pem' },
      /could not be read/,
    ],
    [
      'a public key',
      { YOTI_CLIENT_SDK_ID: application.sdkId, YOTI_KEY: application.publicKey },
      /YOTI_KEY.*public/i,
    ],
    [
      'http to a foreign API',
      { ...CREDENTIALS, YOTI_IDV_API_URL: 'http://api.yoti.com/idverify/v1' },
      /only on loopback/,
    ],
    [
      'an API address that is none',
      { ...CREDENTIALS, YOTI_IDV_API_URL: 'api.yoti.com' },
      /expected a base URL/,
    ],
    [
      'a base URL with a path',
      { YOTI_APP_BASE_URL: 'https://x.example/app' },
      /origin without a path/,
    ],
    [
      'an emulator for a public site',
      { YOTI_APP_BASE_URL: 'https://x.example' },
      /approves everyone/,
    ],
    [
      'a target that is another',
      { ...CREDENTIALS, YOTI_TARGET: 'sandbox' },
      /YOTI_TARGET: is sandbox/,
    ],
    ['a port that is none', { PORT: '70000' }, /PORT: expected a port/],
    ['one port for two', { PORT: '4000' }, /EMULATOR_PORT: is the same as PORT/],
    ['one port for the public and for ops', { OPS_PORT: '3000' }, /OPS_PORT: is the same as PORT/],
    ['one port for ops and the emulator', { OPS_PORT: '4000' }, /EMULATOR_PORT: .* OPS_PORT/],
    ['an ops port that is none', { OPS_PORT: '-1' }, /OPS_PORT: expected a port/],
    ['a token that ends too early', { CLIENT_SESSION_TOKEN_TTL: '300' }, /more than 300/],
    [
      'results that go too early',
      { RESOURCES_TTL: '86400' },
      /RESOURCES_TTL: expected whole seconds, 87300/,
    ],
    ['a log level that is none', { LOG_LEVEL: 'loud' }, /LOG_LEVEL: expected fatal/],
    ['a rate limit that is a number', { RATE_LIMIT: '100' }, /RATE_LIMIT: expected on or off/],
    ['https of another kind', { HTTPS: 'on' }, /HTTPS: expected off or self-signed/],
    [
      'a certificate of its own on live',
      { ...CREDENTIALS, HTTPS: 'self-signed' },
      /HTTPS: self-signed is for development/,
    ],
    [
      'a certificate for plain http',
      { HTTPS: 'self-signed', YOTI_APP_BASE_URL: 'http://localhost:3000' },
      /HTTPS: is self-signed, but YOTI_APP_BASE_URL starts with http:/,
    ],
    [
      'an emulator for a public site with a certificate of its own',
      { HTTPS: 'self-signed', YOTI_APP_BASE_URL: 'https://x.example' },
      /approves everyone/,
    ],
    [
      'an origin to return to with a path',
      { RETURN_URL_ORIGINS: 'https://a.example, https://b.example/signup' },
      /RETURN_URL_ORIGINS: expected origins without a path/,
    ],
    [
      'a list of origins with a gap',
      { RETURN_URL_ORIGINS: 'https://a.example,' },
      /RETURN_URL_ORIGINS: expected/,
    ],
    [
      'an origin to return to of http elsewhere',
      { RETURN_URL_ORIGINS: 'https://a.example, http://b.example' },
      /RETURN_URL_ORIGINS: http is accepted only on loopback/,
    ],
    [
      'a password in the API address',
      { ...CREDENTIALS, YOTI_IDV_API_URL: 'https://:pw@api.yoti.com/idverify/v1' },
      /expected a base URL/,
    ],
  ])('rejects %s and says what to do', (_what, env, message) => {
    expect(readConfigError(env)).toMatch(message)
  })

  it('lists all problems', () => {
    const message = readConfigError({ PORT: 'x', LOG_LEVEL: 'y', YOTI_CLIENT_SDK_ID: 'z' })
    expect(message).toMatch(/PORT/)
    expect(message).toMatch(/LOG_LEVEL/)
    expect(message).toMatch(/YOTI_KEY_FILE_PATH/)
  })

  it('allows the emulator for a public site when YOTI_TARGET is emulator', () => {
    const env = {
      YOTI_APP_BASE_URL: 'https://x.example',
      YOTI_TARGET: 'emulator',
      APP_SECRET: SECRET,
    }
    expect(parseConfig(env).config).toMatchObject({ target: 'emulator', apiUrl: undefined })
  })

  it('reads RETURN_URL_ORIGINS and OPS_PORT', () => {
    const { config } = parseConfig({
      RETURN_URL_ORIGINS: 'https://a.example/, http://localhost:8080',
      OPS_PORT: '9000',
    })
    expect(config.returnUrlOrigins).toEqual(['https://a.example', 'http://localhost:8080'])
    expect(config.opsPort).toBe(9000)
  })

  it.each<[string, Record<string, string>, boolean]>([
    ['closes the start page to the public once there are API keys', {}, false],
    ['leaves it open when PUBLIC_START says so', { PUBLIC_START: 'on' }, true],
  ])('%s', (_what, env, publicStart) => {
    const { config } = parseConfig({ API_KEYS: `shop:${SECRET}`, ...env })
    expect(config.publicStart).toBe(publicStart)
  })

  const POSTGRES = 'postgres://rp:secret@db.example/rp'
  const PROXIED = {
    ...CREDENTIALS,
    YOTI_APP_BASE_URL: 'https://x.example',
    APP_SECRET: SECRET,
  }
  const LIVE = { ...PROXIED, TRUST_PROXY: '1' }
  const LOCAL_API = { ...CREDENTIALS, YOTI_IDV_API_URL: 'http://127.0.0.1:4000/idverify/v1' }
  it.each<[string, Record<string, string>, boolean]>([
    ['an https address', { ...CREDENTIALS, YOTI_APP_BASE_URL: 'https://x.example' }, true],
    ['loopback and the emulator of its own', {}, true],
    ['loopback and an API on loopback', LOCAL_API, true],
    ['loopback and Yoti elsewhere', CREDENTIALS, false],
    ['plain http', { ...LOCAL_API, YOTI_APP_BASE_URL: 'http://x.example' }, false],
  ])(
    'enables notifications only when Yoti can reach this server, %s: %s',
    (_what, env, enabled) => {
      const { config, warnings } = parseConfig({ APP_SECRET: SECRET, ...env })
      expect(config.notificationsEnabled).toBe(enabled)
      expect(warnings.join().includes('refreshed by polling only')).toBe(!enabled)
    },
  )

  it.each<[string, Record<string, string>, RegExp | undefined]>([
    [
      'a misspelled variable',
      { YOTI_KEY_FILE: 'x' },
      /^YOTI_KEY_FILE is unknown.*YOTI_KEY_FILE_PATH/,
    ],
    ['a misspelled webhook variable', { OUTCOME_WEBHOOK_SECRETS: 'x' }, /OUTCOME_WEBHOOK_SECRET,/],
    ['a variable of another program', { PATH: '/bin', MY_YOTI_THING: '1' }, undefined],
    ['an SDK id that is not a UUID', { ...LOCAL_API, YOTI_CLIENT_SDK_ID: 'sdk-id' }, /not a UUID/],
    ['an SDK id that is one', LOCAL_API, undefined],
    ['https of its own', { HTTPS: 'self-signed' }, undefined],
    ['a short CLIENT_SESSION_TOKEN_TTL', { CLIENT_SESSION_TOKEN_TTL: '600' }, /under 900 seconds/],
    [
      'PostgreSQL without APP_SECRET',
      { DATABASE_URL: POSTGRES },
      /^APP_SECRET is not set, .* use the same for every process/,
    ],
    ['PostgreSQL with APP_SECRET', { DATABASE_URL: POSTGRES, APP_SECRET: SECRET }, undefined],
    ['an untrusted proxy', PROXIED, /^TRUST_PROXY is 0, .* one address/],
    ['a trusted proxy', { ...PROXIED, TRUST_PROXY: '1' }, undefined],
    ['RATE_LIMIT=off on live', { ...LIVE, RATE_LIMIT: 'off' }, /^RATE_LIMIT is off on live/],
    ['RATE_LIMIT=off elsewhere', { RATE_LIMIT: 'off' }, undefined],
    ['PUBLIC_START=off without API_KEYS', { PUBLIC_START: 'off' }, /no session can be started/],
    [
      'PUBLIC_START=off with API_KEYS',
      { PUBLIC_START: 'off', API_KEYS: `shop:${SECRET}` },
      undefined,
    ],
    [
      'a worker without a start page',
      {
        ...LIVE,
        PUBLIC_START: 'off',
        TRUST_PROXY: '0',
        WORKER_ONLY: 'true',
        DATABASE_URL: POSTGRES,
      },
      undefined,
    ],
    [
      'RETURN_URL_ORIGINS without API_KEYS',
      { RETURN_URL_ORIGINS: 'https://a.example' },
      /^RETURN_URL_ORIGINS has no effect/,
    ],
  ])('warns only when needed: %s', (_what, env, warning) => {
    const { warnings } = parseConfig(env)
    expect(warnings).toEqual(warning === undefined ? [] : [expect.stringMatching(warning)])
  })

  const AT_HOME = ['93.184.216.34', '192.168.1.5', 'fd00::5']
  it.each<[string, Record<string, string>, readonly string[], object]>([
    [
      'listens everywhere and is found by a phone',
      {},
      AT_HOME,
      {
        host: '0.0.0.0',
        baseUrl: 'https://192.168.1.5:3000',
        emulator: { host: '0.0.0.0', port: 4000, publicUrl: 'https://192.168.1.5:4000' },
      },
    ],
    [
      'stays on this machine without a private network',
      {},
      ['93.184.216.34'],
      {
        baseUrl: 'https://localhost:3000',
        emulator: { host: '0.0.0.0', port: 4000, publicUrl: 'https://127.0.0.1:4000' },
      },
    ],
    [
      'listens on HOST and EMULATOR_HOST',
      { HOST: '127.0.0.1', EMULATOR_HOST: '192.168.1.5' },
      AT_HOME,
      {
        host: '127.0.0.1',
        baseUrl: 'https://localhost:3000',
        emulator: { host: '192.168.1.5', port: 4000, publicUrl: 'https://192.168.1.5:4000' },
      },
    ],
    [
      'knows an emulator at an address of this machine',
      { ...CREDENTIALS, YOTI_IDV_API_URL: 'https://192.168.1.5:4000/idverify/v1' },
      AT_HOME,
      { target: 'emulator', notificationsEnabled: true },
    ],
    [
      'asks the sandbox for no notifications, which trusts no such certificate',
      { ...CREDENTIALS, YOTI_IDV_API_URL: 'https://api.yoti.com/sandbox/idverify/v1' },
      AT_HOME,
      { target: 'sandbox', notificationsEnabled: false },
    ],
  ])('with HTTPS=self-signed %s', (_what, env, own, expected) => {
    const { config } = parseConfig({ ...env, HTTPS: 'self-signed' }, undefined, own)
    expect(config).toMatchObject(expected)
  })

  it('treats a public address, or a private one without HTTPS, as not local', () => {
    const parse = (env: Record<string, string>) => () => parseConfig(env, undefined, AT_HOME)
    const open = { HTTPS: 'self-signed', YOTI_APP_BASE_URL: 'https://93.184.216.34' }
    expect(parse(open)).toThrow(/approves everyone/)
    expect(parse({ YOTI_APP_BASE_URL: 'https://192.168.1.5' })).toThrow(/approves everyone/)
  })

  it('keeps every secret out of the config', () => {
    const [, body = ''] = application.privatePem.split('\n')
    const { config } = parseConfig({
      ...CREDENTIALS,
      DATABASE_URL: 'postgres://user:database-password@db.example/rp',
      APP_SECRET: SECRET,
      API_KEYS: 'shop:api-key-of-the-shop-012345678901234',
      OUTCOME_WEBHOOK_URL: 'https://shop.example/outcomes?token=webhook-token',
      OUTCOME_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
    })
    const shown = inspect(config, { depth: null })
    for (const secret of [
      body,
      'database-password',
      SECRET,
      'api-key',
      'webhook-token',
      'whsec_',
    ]) {
      expect(shown).not.toContain(secret)
    }
  })
})
