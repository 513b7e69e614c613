import { describe, expect, it } from '@jest/globals'
import { inspect } from 'node:util'
import { parseConfig, readConfig } from '../../src/config/config.js'
import { describeRetention } from '../../src/config/retention.js'
import { createApplication } from '../support/application.js'

type Env = Record<string, string>

const findProblems = (env: Env) => readConfig(env).problems.join('\n')

const { sdkId, privatePem, publicKey } = createApplication()
const SECRET = 'an-app-secret-of-at-least-32-bytes-0'
const SDK_ID = { YOTI_CLIENT_SDK_ID: sdkId }
const CREDENTIALS = { ...SDK_ID, YOTI_KEY: privatePem }
const LOCAL_API = { ...CREDENTIALS, YOTI_IDV_API_URL: 'http://127.0.0.1:4000/idverify/v1' }
const SANDBOX = { ...CREDENTIALS, YOTI_IDV_API_URL: 'https://api.yoti.com/sandbox/idverify/v1' }
const POSTGRES = 'postgres://rp:secret@db.example/rp?sslmode=verify-full'
const PROXIED = {
  ...CREDENTIALS,
  YOTI_APP_BASE_URL: 'https://x.example',
  APP_SECRET: SECRET,
  BUSINESS_NAME: 'Northbank',
}
const WORKER = { ...CREDENTIALS, DATABASE_URL: POSTGRES, WORKER_ONLY: 'true', APP_SECRET: SECRET }
const AT_HOME = ['93.184.216.34', '192.168.1.5', 'fd00::5']

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
      eventRetentionMs: 2_592_000_000,
      rateLimit: true,
      notificationsEnabled: true,
    })
    expect(secrets).toEqual({
      application: undefined,
      databaseUrl: 'file:./data/relying-party.db',
      appSecrets: undefined,
      callers: [],
      webhook: undefined,
    })
    expect(warnings).toEqual([])
  })

  it('ignores the variables that Kubernetes sets for services, with a warning', () => {
    const link = 'tcp://10.0.0.7:80'
    const { config, warnings } = parseConfig({
      PORT: link,
      OPS_PORT: link,
      EMULATOR_PORT: link,
      EMULATOR_PORT_80_TCP_ADDR: '10.0.0.7',
      EMULATOR_SERVICE_HOST: '10.0.0.7',
      YOTI_SERVICE_PORT_HTTP: '80',
    })
    expect(config).toMatchObject({ port: 3000, opsPort: undefined, emulator: { port: 4000 } })
    expect(warnings.map((warning) => warning.split(' ')[0])).toEqual([
      'PORT',
      'OPS_PORT',
      'EMULATOR_PORT',
    ])
  })

  it('uses YOTI_DOC_SCAN_API_URL unless YOTI_IDV_API_URL is set, with a warning', () => {
    const { YOTI_IDV_API_URL: url, ...credentials } = SANDBOX
    const { config, warnings } = parseConfig({ ...credentials, YOTI_DOC_SCAN_API_URL: url })
    expect(config).toMatchObject({ target: 'sandbox', apiUrl: url })
    expect(warnings[0]).toContain('Rename it')
    const other = 'https://api.yoti.com/idverify/v1'
    expect(parseConfig({ ...SANDBOX, YOTI_DOC_SCAN_API_URL: other }).config.apiUrl).toBe(url)
  })

  it('reports a value that is still in quotes, and never prints it', () => {
    const message = findProblems({ APP_SECRET: `"${SECRET}"`, PORT: "'3000'" })
    expect(message).toContain('APP_SECRET: is in quotes')
    expect(message).toContain('PORT: is in quotes')
    expect(message).not.toContain(SECRET)
  })

  it.each<[string, Env, object]>([
    ['the defaults for empty variables', { PORT: '', YOTI_IDV_API_URL: ' ' }, { port: 3000 }],
    ['an emulator on loopback', LOCAL_API, { target: 'emulator', resultsPage: 'full' }],
    ['the sandbox', SANDBOX, { target: 'sandbox', resultsPage: 'full' }],
    [
      'live, which is the default',
      CREDENTIALS,
      { target: 'live', resultsPage: 'outcome', apiUrl: 'https://api.yoti.com/idverify/v1' },
    ],
    [
      'live without the trailing slash',
      { ...CREDENTIALS, YOTI_IDV_API_URL: 'https://api.yoti.com/idverify/v1/' },
      { target: 'live', apiUrl: 'https://api.yoti.com/idverify/v1' },
    ],
    [
      'the emulator for a public site when YOTI_TARGET is emulator',
      { YOTI_APP_BASE_URL: 'https://x.example', YOTI_TARGET: 'emulator', APP_SECRET: SECRET },
      { target: 'emulator', apiUrl: undefined },
    ],
    ['no start page with API_KEYS', { API_KEYS: `shop:${SECRET}` }, { publicStart: false }],
    [
      'a start page with API_KEYS and PUBLIC_START',
      { API_KEYS: `shop:${SECRET}`, PUBLIC_START: 'on' },
      { publicStart: true },
    ],
    [
      'longer retention with a longer time to finish',
      { CLIENT_SESSION_TOKEN_TTL: '604800' },
      { resourcesTtl: 691_200 },
    ],
    ['a worker', WORKER, { workerOnly: true, databaseEngine: 'postgres' }],
  ])('selects %s', (_what, env, expected) => {
    expect(parseConfig(env).config).toMatchObject(expected)
  })

  it.each<[Env, RegExp]>([
    [SDK_ID, /YOTI_KEY_FILE_PATH: is missing/],
    [{ YOTI_KEY: privatePem }, /YOTI_CLIENT_SDK_ID: is missing/],
    [{ YOTI_IDV_API_URL: 'http://127.0.0.1:4000/v1' }, /are missing, but YOTI_IDV_API_URL/],
    [{ ...CREDENTIALS, YOTI_KEY_FILE_PATH: 'key.pem' }, /both set/],
    [{ ...SDK_ID, YOTI_KEY_FILE_PATH: '/no/key.pem' }, /cannot be read/],
    [{ ...SDK_ID, YOTI_KEY: publicKey }, /YOTI_KEY.*public/i],
    [{ ...CREDENTIALS, YOTI_IDV_API_URL: 'http://api.yoti.com/v1' }, /only on loopback/],
    [{ YOTI_APP_BASE_URL: 'https://x.example' }, /approves everyone/],
    [{ HTTPS: 'self-signed', YOTI_APP_BASE_URL: 'https://x.example' }, /approves everyone/],
    [{ ...CREDENTIALS, YOTI_TARGET: 'sandbox' }, /YOTI_TARGET: is sandbox/],
    [{ PORT: '4000' }, /EMULATOR_PORT: is the same as PORT/],
    [{ EMULATOR_SPEED: '0' }, /EMULATOR_SPEED: expected a number above 0/],
    [{ OPS_PORT: '3000' }, /OPS_PORT: is the same as PORT/],
    [{ OPS_PORT: '4000' }, /EMULATOR_PORT: is the same as OPS_PORT/],
    [{ RESOURCES_TTL: '86400' }, /RESOURCES_TTL: expected whole seconds, 87300/],
    [{ RESOURCES_TTL: 'x' }, /RESOURCES_TTL: expected whole seconds/],
    [{ ...CREDENTIALS, RESULTS_PAGE: 'debug' }, /RESULTS_PAGE: is debug, but/],
    [{ ...CREDENTIALS, HTTPS: 'self-signed' }, /HTTPS: self-signed is for development/],
    [{ ...WORKER, HTTPS: 'self-signed' }, /HTTPS: self-signed has no effect with WORKER_ONLY/],
    [
      { HTTPS: 'self-signed', YOTI_APP_BASE_URL: 'http://localhost:3000' },
      /HTTPS: is self-signed, but YOTI_APP_BASE_URL starts with http:/,
    ],
    [{ WORKER_ONLY: 'true' }, /WORKER_ONLY: needs PostgreSQL/],
    [{ WORKER_ONLY: 'true', DATABASE_URL: POSTGRES }, /WORKER_ONLY: needs .* credentials/],
    [{ ...CREDENTIALS, YOTI_APP_BASE_URL: 'https://x.example' }, /APP_SECRET: is missing/],
    [{ OUTCOME_WEBHOOK_URL: 'https://shop.example' }, /OUTCOME_WEBHOOK_SECRET: is missing/],
    [
      { OUTCOME_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32).toString('base64')}` },
      /OUTCOME_WEBHOOK_URL: is missing/,
    ],
  ])('rejects contradictions and says what to do: case %#', (env, message) => {
    expect(findProblems(env)).toMatch(message)
  })

  it('lists all problems', () => {
    const message = findProblems({ PORT: 'x', LOG_LEVEL: 'y', YOTI_CLIENT_SDK_ID: 'z' })
    expect(message.split('\n')).toEqual([
      expect.stringMatching(/^PORT: /),
      expect.stringMatching(/^LOG_LEVEL: /),
      expect.stringMatching(/^YOTI_KEY_FILE_PATH: /),
    ])
  })

  it.each<[string, Env, boolean]>([
    ['an https address', PROXIED, true],
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

  it.each<[RegExp, Env]>([
    [/^YOTI_KEY_FILE is unknown.*_KEY_FILE_PATH/, { YOTI_KEY_FILE: 'x' }],
    [/^OUTCOME_WEBHOOK_SECRETS is .* OUTCOME_WEBHOOK_SECRET,/, { OUTCOME_WEBHOOK_SECRETS: 'x' }],
    [/CLIENT_SDK_ID is not a UUID/, { ...LOCAL_API, YOTI_CLIENT_SDK_ID: 'sdk-id' }],
    [/^YOTI_AUTH_URL has no effect/, { ...LOCAL_API, YOTI_AUTH_URL: 'https://a.example' }],
    [/under 900 seconds/, { CLIENT_SESSION_TOKEN_TTL: '600' }],
    [/^OWNER_IDLE_TIMEOUT is shorter/, { OWNER_IDLE_TIMEOUT: '899' }],
    [/^ERASE_AFTER: is shorter/, { ERASE_AFTER: 'PT9M' }],
    [/^APP_SECRET is not set, .* use the same for every process/, { DATABASE_URL: POSTGRES }],
    [/^TRUST_PROXY is 0, .* one address/, PROXIED],
    [/^RATE_LIMIT is off on live/, { ...PROXIED, TRUST_PROXY: '1', RATE_LIMIT: 'off' }],
    [/^BUSINESS_NAME is not set on live/, { ...PROXIED, TRUST_PROXY: '1', BUSINESS_NAME: '' }],
    ...['postgres://rp@db.example/rp', 'postgres://rp@db.example/rp?sslmode=no-verify'].map(
      (DATABASE_URL): [RegExp, Env] => [
        /^DATABASE_URL crosses a network without TLS/,
        { DATABASE_URL, APP_SECRET: SECRET },
      ],
    ),
    [/no session can be started/, { PUBLIC_START: 'off' }],
    [/^RETURN_URL_ORIGINS has no effect/, { RETURN_URL_ORIGINS: 'https://a.example' }],
  ])('warns with %s', (warning, env) => {
    expect(parseConfig(env).warnings).toEqual([expect.stringMatching(warning)])
  })

  it.each<[string, Env]>([
    ['a variable of another program', { PATH: '/bin', MY_YOTI_THING: '1' }],
    ['PostgreSQL with APP_SECRET', { DATABASE_URL: POSTGRES, APP_SECRET: SECRET }],
    ['a trusted proxy', { ...PROXIED, TRUST_PROXY: '1' }],
    ['RATE_LIMIT=off elsewhere', { RATE_LIMIT: 'off' }],
    ['ERASE_AFTER of ten minutes', { ERASE_AFTER: 'PT10M' }],
    ...[
      'postgres://rp@localhost/rp',
      'postgres://rp@127.0.0.1/rp',
      'postgres://rp@/rp?host=/run/postgresql',
      `postgres://rp@${encodeURIComponent('/run/postgresql')}/rp`,
      'postgres://rp@db.example/rp?sslmode=require',
      'postgres://rp@db.example/rp?ssl=true',
    ].map((DATABASE_URL): [string, Env] => [DATABASE_URL, { DATABASE_URL, APP_SECRET: SECRET }]),
    ['PUBLIC_START=off with API_KEYS', { PUBLIC_START: 'off', API_KEYS: `shop:${SECRET}` }],
    [
      'a worker, which serves no pages',
      { ...WORKER, YOTI_APP_BASE_URL: 'https://x.example', PUBLIC_START: 'off' },
    ],
  ])('does not warn of %s', (_what, env) => {
    expect(parseConfig(env).warnings).toEqual([])
  })

  it.each<[string, Env, readonly string[], object, object?]>([
    [
      'listens everywhere and is found by a phone',
      {},
      AT_HOME,
      { host: '0.0.0.0', baseUrl: 'https://192.168.1.5:3000' },
      { host: '0.0.0.0', publicUrl: 'https://192.168.1.5:4000' },
    ],
    [
      'stays on this machine without a private network',
      {},
      ['93.184.216.34'],
      { baseUrl: 'https://localhost:3000' },
      { host: '0.0.0.0', publicUrl: 'https://127.0.0.1:4000' },
    ],
    [
      'listens on HOST and EMULATOR_HOST',
      { HOST: '127.0.0.1', EMULATOR_HOST: '192.168.1.5' },
      AT_HOME,
      { host: '127.0.0.1', baseUrl: 'https://localhost:3000' },
      { host: '192.168.1.5', publicUrl: 'https://192.168.1.5:4000' },
    ],
    [
      'knows an emulator at an address of this machine',
      { ...CREDENTIALS, YOTI_IDV_API_URL: 'https://192.168.1.5:4000/idverify/v1' },
      AT_HOME,
      { target: 'emulator', notificationsEnabled: true },
    ],
    [
      'asks the sandbox for no notifications, which trusts no such certificate',
      SANDBOX,
      AT_HOME,
      { target: 'sandbox', notificationsEnabled: false },
    ],
  ])('with HTTPS=self-signed %s', (_what, env, ownAddresses, expected, emulator = {}) => {
    const { config } = parseConfig({ ...env, HTTPS: 'self-signed' }, ownAddresses)
    expect(config).toMatchObject({ ...expected, emulator })
  })

  it.each<Env>([
    { HTTPS: 'self-signed', YOTI_APP_BASE_URL: 'https://93.184.216.34' },
    { YOTI_APP_BASE_URL: 'https://192.168.1.5' },
  ])('does not treat as local: %j', (env) => {
    expect(() => parseConfig(env, AT_HOME)).toThrow(/approves everyone/)
  })

  it('keeps every secret out of the config', () => {
    const [, keyLine = ''] = privatePem.split('\n')
    const { config } = parseConfig({
      ...CREDENTIALS,
      DATABASE_URL: 'postgres://user:database-password@db.example/rp',
      APP_SECRET: SECRET,
      API_KEYS: 'shop:api-key-of-the-shop-012345678901234',
      OUTCOME_WEBHOOK_URL: 'https://shop.example/outcomes?token=webhook-token',
      OUTCOME_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
    })
    const shown = inspect(config, { depth: null })
    const hidden = [keyLine, 'database-password', SECRET, 'api-key', 'webhook-token', 'whsec_']
    for (const secret of hidden) expect(shown).not.toContain(secret)
  })
})

describe('describeRetention', () => {
  it.each<[Env, RegExp]>([
    [{}, /15 minutes to finish.* deletes .* at most 7 days after that.* only on request/],
    [
      { CLIENT_SESSION_TOKEN_TTL: '5400', ERASE_AFTER: 'P1DT1S' },
      /have 1 hour 30 minutes to finish.* erased here and at Yoti 1 day 1 second after they end/,
    ],
    [{ ERASE_AFTER: 'PT0S' }, /erased here and at Yoti 0 seconds after they end or are decided/],
  ])('describes %j in words', (env, words) => {
    expect(describeRetention(parseConfig(env).config)).toMatch(words)
  })
})
