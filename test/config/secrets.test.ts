import { describe, expect, it } from '@jest/globals'
import { readConfigFiles } from './read-config-files.js'

const APP_SECRET = 'an-app-secret-of-at-least-32-bytes-0'
const KEY = 'a-key-of-the-caller-of-32-characters-or-more'
const OTHER_KEY = `${KEY}-2`
const WEBHOOK_SECRET = `whsec_${Buffer.alloc(32).toString('base64')}`
const POSTGRES = 'postgres://rp:secret@localhost/rp'

describe('secrets in files', () => {
  it('are read as the variables, with a trailing newline, a byte order mark or UTF-16', () => {
    const { config, secrets, problems } = readConfigFiles(
      {
        app: `${APP_SECRET}\r\n`,
        keys: Buffer.from(`\uFEFFshop:${KEY},shop:${OTHER_KEY}\n`, 'utf16le'),
        database: `\uFEFF${POSTGRES}\n`,
        webhook: `${WEBHOOK_SECRET}\n`,
      },
      {
        APP_SECRET_FILE: '$/app',
        API_KEYS_FILE: '$/keys',
        DATABASE_URL_FILE: '$/database',
        OUTCOME_WEBHOOK_URL: 'https://shop.example/outcomes',
        OUTCOME_WEBHOOK_SECRET_FILE: '$/webhook',
      },
    )
    expect(problems).toEqual([])
    expect(secrets).toMatchObject({
      appSecrets: [APP_SECRET],
      databaseUrl: POSTGRES,
      callers: [{ name: 'shop', secrets: [KEY, OTHER_KEY] }],
      webhook: { secrets: [WEBHOOK_SECRET] },
    })
    expect(config).toMatchObject({ publicStart: false, apiEnabled: true })
  })

  it.each<[Record<string, string>, string]>([
    [{ API_KEYS_FILE: 'x', API_KEYS: `shop:${KEY}` }, 'API_KEYS and API_KEYS_FILE: are both set.'],
    [
      { APP_SECRET_FILE: '/missing' },
      'APP_SECRET_FILE: cannot be read (ENOENT: no such file or directory). Check the path',
    ],
    [{ DATABASE_URL_FILE: '$/empty' }, 'DATABASE_URL_FILE: is empty. Write the value'],
    [{ API_KEYS_FILE: '$/short' }, 'API_KEYS: entry 1 has a secret that'],
    [
      { DATABASE_URL: `${POSTGRES}?sslrootcert=/missing` },
      'DATABASE_URL: sslrootcert: cannot be read (ENOENT: no such file or directory). Check the path',
    ],
  ])('are reported by the name of the file variable: %j', (env, message) => {
    const { problems } = readConfigFiles({ empty: '\n', short: 'shop:short' }, env)
    expect(problems).toEqual([expect.stringContaining(message)])
  })
})

describe('CALLERS_FILE', () => {
  const read = (content: string | object, env: Record<string, string> = {}) =>
    readConfigFiles({ 'callers.json': content }, { CALLERS_FILE: '$/callers.json', ...env })
  const webhook = { url: 'https://signup.example/outcomes', secrets: [WEBHOOK_SECRET] }

  it('gives a caller what it lacks from the global variables, and the secrets of both', () => {
    const { config, secrets, problems } = read(
      {
        signup: {
          webhook,
          dailyLimit: 5,
          presets: ['default'],
          returnUrlOrigins: ['https://a.example/'],
        },
        lending: { secrets: [OTHER_KEY] },
      },
      {
        API_KEYS: `signup:${KEY},other:${KEY}-3`,
        DAILY_LIMIT: '7',
        RETURN_URL_ORIGINS: 'https://b.example',
        OUTCOME_WEBHOOK_URL: 'https://b.example/outcomes',
        OUTCOME_WEBHOOK_SECRET: WEBHOOK_SECRET,
      },
    )
    expect(problems).toEqual([])
    const shared = {
      webhook: secrets.webhook,
      returnUrlOrigins: ['https://b.example'],
      dailyLimit: 7,
    }
    expect(secrets.callers).toMatchObject([
      {
        ...{ name: 'signup', secrets: [KEY], webhook, dailyLimit: 5, presets: ['default'] },
        returnUrlOrigins: ['https://a.example'],
      },
      { name: 'other', ...shared, secrets: [`${KEY}-3`] },
      { name: 'lending', ...shared, secrets: [OTHER_KEY] },
    ])
    expect(config).toMatchObject({ publicStart: false, apiEnabled: true })
    const both = read({ signup: { secrets: [OTHER_KEY, KEY] } }, { API_KEYS: `signup:${KEY}` })
    expect(both.secrets.callers[0]?.secrets).toEqual([KEY, OTHER_KEY])
  })

  it.each<[string | object, string[]]>([
    ['{"a": }', ['is not valid JSON from line 1, column 7. Correct it there.']],
    [{}, ['expected an object with at least one entry. Write {"signup": {"secrets": ["…"]}}.']],
    [{ [`${KEY}:x`]: {} }, ['entry 1 has a name that is not 1 to 64 characters']],
    [{ a: {} }, ['a: has no secret. Add "secrets", or an entry of API_KEYS']],
    [
      { a: { secrets: [KEY] }, b: { secrets: [KEY] } },
      ['b.secrets: contains a secret of a. Use a different secret for each caller.'],
    ],
    [
      {
        a: { secrets: ['short'], webhook: { url: 'http://x.example' }, dailyLimit: 0.5 },
        b: {
          secrets: [KEY],
          presets: ['defaults'],
          returnUrlOrigins: ['http://x.example'],
          typo: 1,
        },
      },
      [
        'a.secrets[0]: expected at least 32 ASCII characters without spaces. Generate one',
        'a.webhook.url: http is accepted only on loopback. Use https.',
        'a.webhook.secrets: expected an array, got nothing. Correct or remove it.',
        'a.dailyLimit: expected a whole number, got number. Correct or remove it.',
        'b.returnUrlOrigins[0]: http is accepted only on loopback. Use https.',
        'b.presets[0]: expected default',
        'b.typo: is not a known field. Correct or remove it.',
      ],
    ],
  ])('reports every problem by its path, without a secret: case %#', (content, messages) => {
    const { problems } = read(content)
    expect(problems).toEqual(
      messages.map((message) => expect.stringContaining(`CALLERS_FILE: ${message}`)),
    )
    expect(problems.join()).not.toContain(KEY)
  })
})
