import { describe, expect, it } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { readConfigError } from './read-config-error.js'

const URL_OK = 'https://shop.example/outcomes'
const secretOf = (bytes: number) => `whsec_${Buffer.alloc(bytes, 0xa5).toString('base64')}`
const SECRET = secretOf(32)

describe('OUTCOME_WEBHOOK_URL and OUTCOME_WEBHOOK_SECRET', () => {
  it.each([
    [URL_OK, SECRET, [SECRET]],
    ['http://127.0.0.1:8080/outcomes', SECRET, [SECRET]],
    ['http://localhost:8080/', `${secretOf(24)}, ${secretOf(64)}`, [secretOf(24), secretOf(64)]],
  ])('are a URL and its secrets: %s', (url, OUTCOME_WEBHOOK_SECRET, expected) => {
    const { secrets } = parseConfig({ OUTCOME_WEBHOOK_URL: url, OUTCOME_WEBHOOK_SECRET })
    expect(secrets.webhook).toEqual({ url, secrets: expected })
  })

  it.each([
    ['no secret', URL_OK, '', /_SECRET: is missing, but/],
    ['no address', '', SECRET, /_URL: is missing, but/],
    ['http to elsewhere', 'http://shop.example/x', SECRET, /only on loopback/],
    ['another protocol', 'ftp://shop.example/x', SECRET, /_URL: expected a URL/],
    ['half an address', 'shop.example/x', SECRET, /_URL: expected a URL/],
    ['a password in the address', 'https://u:pw-hidden@shop.example', SECRET, /contains a user/],
    ['a secret without prefix', URL_OK, SECRET.slice(6), /_SECRET: expected whsec_/],
    ['a short secret', URL_OK, secretOf(23), /_SECRET: expected whsec_/],
    ['a long secret', URL_OK, secretOf(65), /_SECRET: expected whsec_/],
    ['another alphabet', URL_OK, `whsec_${'-_'.repeat(16)}`, /_SECRET: expected whsec_/],
    ['no padding', URL_OK, SECRET.replace(/=+$/, ''), /_SECRET: expected whsec_/],
    ['a gap in the list', URL_OK, `${SECRET},`, /_SECRET: expected whsec_/],
  ])('are rejected with %s, without quoting it', (_what, url, secret, message) => {
    const explained = readConfigError({ OUTCOME_WEBHOOK_URL: url, OUTCOME_WEBHOOK_SECRET: secret })
    expect(explained).toMatch(message)
    expect(explained).not.toMatch(/paWl|pw-hidden/)
    expect(explained.split('\n')).toHaveLength(1)
  })
})
