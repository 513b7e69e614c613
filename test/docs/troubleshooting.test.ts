import { describe, expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { renderTroubleshooting } from '../../scripts/troubleshooting.js'
import { readConfig } from '../../src/config/config.js'
import { VARIABLES } from '../../src/config/variables.js'
import { API_ERRORS } from '../../src/errors.js'
import { toListenError } from '../../src/listen.js'
import { runChecks } from '../../tools/doctor/run-checks.js'

const [path, content] = await renderTroubleshooting()
const page = readFileSync(path, 'utf8')

/** The messages of the page that contain words, as patterns. */
const patterns = [...page.matchAll(/^\| (`+)(.+?)\1 +\|/gm)]
  .map(([, , text = '']) => text.split(/<[^>]+>/))
  .filter((parts) => /\w/.test(parts.join('')))
  .map((parts) => parts.map((part) => part.replace(/[^\w ]/g, '\\$&')).join('.+'))
  .map((source) => new RegExp(`^${source}( |$)`))

/** The messages that the page lacks. */
function findMissing(messages: readonly string[]): string[] {
  return messages.filter((text) => !patterns.some((pattern) => pattern.test(text)))
}

const KEY = '-----BEGIN RSA PRIVATE KEY-----'
const CREDENTIALS = { YOTI_CLIENT_SDK_ID: 'no UUID', YOTI_KEY: KEY }

/** Each makes the server refuse to start, or warn. */
const ENVIRONMENTS: Readonly<Record<string, Record<string, string>>> = {
  'values that are all invalid': Object.fromEntries(
    Object.keys(VARIABLES).map((name) => [name, '\0']),
  ),
  'names that are unknown, official or those of Kubernetes': {
    YOTI_TYPO: 'x',
    YOTI_DOC_SCAN_API_URL: 'http://127.0.0.1:1/x',
    EMULATOR_PORT: 'tcp://10.0.0.1:4000',
  },
  'values in quotes': { LOG_LEVEL: '"info"' },
  'two keys': { YOTI_KEY: KEY, YOTI_KEY_FILE_PATH: 'missing.pem' },
  'a missing key file': { YOTI_CLIENT_SDK_ID: 'x', YOTI_KEY_FILE_PATH: 'missing.pem' },
  'a truncated key and another target': { ...CREDENTIALS, YOTI_TARGET: 'emulator' },
  'a self-signed certificate on live': {
    ...CREDENTIALS,
    HTTPS: 'self-signed',
    WORKER_ONLY: 'true',
    RATE_LIMIT: 'off',
  },
  'a public address over http, and the same port twice': {
    YOTI_APP_BASE_URL: 'http://verify.invalid',
    PORT: '3000',
    OPS_PORT: '3000',
  },
  'a database that is not running': {
    DATABASE_URL: 'postgres://127.0.0.1:1/x',
    CLIENT_SESSION_TOKEN_TTL: '500',
    ERASE_AFTER: 'PT1M',
  },
  'API keys and webhooks': {
    API_KEYS: 'a:short,b',
    OUTCOME_WEBHOOK_URL: 'https://user@example.com',
    RETURN_URL_ORIGINS: 'http://example.com',
  },
  'a missing file of presets': { SESSION_SPEC_FILE: 'missing.json' },
}

describe('docs/troubleshooting.md', () => {
  it('is what npm run config-docs writes from the messages in the code', () => {
    expect(page).toBe(content)
  })

  it.each(Object.entries(ENVIRONMENTS))(
    'has what a start and the doctor print for %s',
    async (_, environment) => {
      const { problems, warnings } = readConfig(environment)
      const printed = [...problems, ...warnings]
      expect(printed).not.toEqual([])
      expect(findMissing(printed)).toEqual([])

      const findings = await Promise.all(
        runChecks(environment).results.map((each) => each.findings),
      )
      const failed = findings.flat().filter(({ status }) => status !== 'ok')
      expect(failed).not.toEqual([])
      expect(findMissing(failed.map(({ seen }) => seen))).toEqual([])
    },
  )

  it.each(['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL'])('has what a start prints for %s', (code) => {
    const { message } = toListenError({ code }, 3000, 'PORT') as Error
    expect(findMissing([message.replace('- ', '')])).toEqual([])
  })

  it('has each code of the API', () => {
    const missing = Object.keys(API_ERRORS).filter((code) => !page.includes(`| \`${code}\`, `))
    expect(missing).toEqual([])
  })
})
