import { describe, expect, it } from '@jest/globals'
import { inspect } from 'node:util'
import { ConfigError, parseConfig } from '../src/config.js'
import { createApplication } from './support/application.js'

const application = createApplication()
const CREDENTIALS = { YOTI_CLIENT_SDK_ID: application.sdkId, YOTI_KEY: application.privatePem }

function explain(env: Record<string, string>, readFile?: (path: string) => string): string {
  try {
    parseConfig(env, readFile)
  } catch (err) {
    if (err instanceof ConfigError) return err.message
    throw err
  }
  throw new Error('No problem was found.')
}

describe('parseConfig', () => {
  it('needs nothing on a developer’s machine and then starts an emulator of its own', () => {
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
    })
    expect(secrets.application).toBeUndefined()
    expect(warnings).toEqual([])
  })

  it('takes an empty variable for an unset one', () => {
    expect(parseConfig({ PORT: '', YOTI_IDV_API_URL: ' ' }).config.port).toBe(3000)
  })

  it.each([
    ['https://api.yoti.com/idverify/v1/', 'live', 'outcome'],
    ['https://api.yoti.com/sandbox/idverify/v1', 'sandbox', 'full'],
    ['http://127.0.0.1:4000/idverify/v1', 'emulator', 'full'],
    ['http://localhost:4000/sandbox/idverify/v1', 'emulator', 'full'],
    [undefined, 'live', 'outcome'],
  ])('tells the target from the API address %s: %s', (apiUrl, target, resultsPage) => {
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
      /are missing while YOTI_IDV_API_URL/,
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
      /approves everybody/,
    ],
    [
      'a target that is another',
      { ...CREDENTIALS, YOTI_TARGET: 'sandbox' },
      /YOTI_TARGET: is sandbox/,
    ],
    ['a port that is none', { PORT: '70000' }, /PORT: expected a port/],
    ['one port for two', { PORT: '4000' }, /EMULATOR_PORT: is the same/],
    ['a token that ends too early', { CLIENT_SESSION_TOKEN_TTL: '300' }, /more than 300/],
    [
      'results that go too early',
      { RESOURCES_TTL: '86400' },
      /RESOURCES_TTL: expected whole seconds, 87300/,
    ],
    ['a log level that is none', { LOG_LEVEL: 'loud' }, /LOG_LEVEL: expected fatal/],
  ])('refuses %s and says what to do', (_what, env, message) => {
    expect(explain(env)).toMatch(message)
  })

  it('names every problem at once', () => {
    const message = explain({ PORT: 'x', LOG_LEVEL: 'y', YOTI_CLIENT_SDK_ID: 'z' })
    expect(message).toMatch(/PORT/)
    expect(message).toMatch(/LOG_LEVEL/)
    expect(message).toMatch(/YOTI_KEY_FILE_PATH/)
  })

  it('starts the emulator for a public site when YOTI_TARGET insists', () => {
    const env = { YOTI_APP_BASE_URL: 'https://x.example', YOTI_TARGET: 'emulator' }
    expect(parseConfig(env).config).toMatchObject({ target: 'emulator', apiUrl: undefined })
  })

  it('reads a preset from a file and names what is wrong in it by path', () => {
    const spec = {
      requested_checks: [{ type: 'LIVENESS', config: { liveness_type: 'ZOOM', max_retries: 2 } }],
    }
    const env = { SESSION_SPEC_FILE: 'presets.json' }
    const read = (content: unknown) => () => JSON.stringify(content)
    expect(parseConfig(env, read({ other: spec })).config.preset).toMatchObject({
      name: 'other',
      finishByMessages: false,
      spec,
    })
    const wrong = {
      default: { requested_checks: [{ type: 'LIVENESS', config: { liveness_typ: 'ZOOM' } }] },
    }
    expect(explain(env, read(wrong))).toMatch(/SESSION_SPEC_FILE: .*requested_checks\[0\]/s)
    expect(explain(env, () => 'not json')).toMatch(/readable JSON/)
    expect(explain(env, read({}))).toMatch(/holds no preset/)
  })

  it('keeps the key out of the config', () => {
    const { config } = parseConfig(CREDENTIALS)
    const [, body = ''] = application.privatePem.split('\n')
    expect(inspect(config, { depth: null })).not.toContain(body)
  })
})
