import { describe, expect, it } from '@jest/globals'
import { parseVariable, type VariableName } from '../../src/config/variables.js'

const DAY_MS = 86_400_000
const ONE = 'one-0123456789-0123456789-0123456789'
const TWO = 'two:0123456789:0123456789:0123456789'
const webhookSecret = (bytes: number) =>
  `whsec_${Buffer.alloc(bytes, '0123456789').toString('base64')}`
const WEBHOOK = webhookSecret(32)

describe('the value of a variable', () => {
  it.each<[VariableName, string, unknown]>([
    ['ERASE_AFTER', 'P30D', 30 * DAY_MS],
    ['ERASE_AFTER', 'P2W', 14 * DAY_MS],
    ['ERASE_AFTER', 'P1W1DT1H1M1S', 8 * DAY_MS + 3_661_000],
    ['ERASE_AFTER', 'PT90M', 5_400_000],
    ['ERASE_AFTER', 'PT0S', 0],
    ['ERASE_AFTER', 'P3650D', 3650 * DAY_MS],
    [
      'RETURN_URL_ORIGINS',
      'https://a.example/, http://[::1]',
      ['https://a.example', 'http://[::1]'],
    ],
    ['APP_SECRET', `${ONE}, ${TWO}`, [ONE, TWO]],
    ['DATABASE_URL', 'file::memory:', 'file::memory:'],
    ['DATABASE_URL', 'postgresql://localhost/rp', 'postgresql://localhost/rp'],
    ['DATABASE_URL', 'postgres:///rp?host=/var/run', 'postgres:///rp?host=/var/run'],
    [
      'DATABASE_URL',
      'postgres://u:p@/rp?host=/run/sql&port=5433',
      'postgres://u:p@/rp?host=/run/sql&port=5433',
    ],
    ['OUTCOME_WEBHOOK_URL', 'http://localhost:8080/', 'http://localhost:8080/'],
    [
      'OUTCOME_WEBHOOK_SECRET',
      `${webhookSecret(24)}, ${webhookSecret(64)}`,
      [webhookSecret(24), webhookSecret(64)],
    ],
    [
      'API_KEYS',
      `shop:${ONE}, shop:${TWO}`,
      [
        { caller: 'shop', secret: ONE },
        { caller: 'shop', secret: TWO },
      ],
    ],
  ])('%s is parsed: %s', (name, text, value) => {
    expect(parseVariable(name, text)).toEqual({ value, problems: [] })
  })

  it.each<[VariableName, string, RegExp]>([
    ['PORT', '70000', /expected a port/],
    ['OPS_PORT', '-1', /expected a port/],
    ['LOG_LEVEL', 'loud', /expected fatal, error, warn, info, debug, trace or silent/],
    ['RATE_LIMIT', '100', /expected on or off/],
    ['HTTPS', 'on', /expected off or self-signed/],
    ['WORKER_ONLY', 'on', /expected true or false/],
    ['CLIENT_SESSION_TOKEN_TTL', '300', /more than 300/],
    ['YOTI_APP_BASE_URL', 'https://x.example/app?x=1', /with or without a path/],
    ['YOTI_APP_BASE_URL', 'https://x.example/api', /this server’s own paths/],
    ['YOTI_IDV_API_URL', 'api.yoti.com', /expected a base URL/],
    ['YOTI_IDV_API_URL', 'https://:0123456789@api.yoti.com', /expected a base URL/],
    ['RETURN_URL_ORIGINS', 'https://a.example, https://b.example/x', /expected an origin without/],
    ['RETURN_URL_ORIGINS', 'https://a.example,', /expected an origin without/],
    ['RETURN_URL_ORIGINS', 'https://a.example, http://b.example', /http .* only on loopback/],
    ['DATABASE_URL', 'file:', /percent-encode/],
    ['DATABASE_URL', './data/relying-party.db', /expected file:/],
    ['DATABASE_URL', 'mysql://rp:0123456789@db.example/rp', /expected file:/],
    ['DATABASE_URL', 'postgres://rp:0123456789#1@db.example:port/rp', /expected file:/],
    ['APP_SECRET', ONE.slice(0, 31), /at least 32 bytes.*openssl rand -base64 32/],
    ['APP_SECRET', `${ONE},${TWO.slice(0, 9)}`, /at least 32 bytes/],
    ['APP_SECRET', `${ONE},`, /at least 32 bytes/],
    ['API_KEYS', ONE, /: entry 1 is not caller:secret/],
    ['API_KEYS', `:${ONE}`, /: entry 1 is not caller:secret/],
    ['API_KEYS', `my shop:${ONE}`, /: entry 1 is not caller:secret/],
    ['API_KEYS', `${'c'.repeat(65)}:${ONE}`, /: entry 1 is not caller:secret/],
    ['API_KEYS', `shop:${ONE},`, /: entry 2 is not caller:secret/],
    ['API_KEYS', `shop:${TWO},bank:${ONE.slice(0, 31)}`, /: entry 2 has a secret that is shorter/],
    ['API_KEYS', `shop:${ONE}\u00e9`, /: entry 1 has a secret/],
    ['API_KEYS', `shop:${ONE},bank:${ONE}`, /: entry 2 has the same secret/],
    ['API_KEYS', `${ONE}:shop`, /: entry 1 has a secret that is shorter/],
    ['OUTCOME_WEBHOOK_URL', 'http://shop.example/0123456789', /only on loopback/],
    ['OUTCOME_WEBHOOK_URL', 'ftp://shop.example/0123456789', /expected a URL/],
    ['OUTCOME_WEBHOOK_URL', 'shop.example/0123456789', /expected a URL/],
    ['OUTCOME_WEBHOOK_URL', 'https://u:0123456789@shop.example', /contains a user/],
    ['OUTCOME_WEBHOOK_SECRET', WEBHOOK.slice(6), /expected whsec_/],
    ['OUTCOME_WEBHOOK_SECRET', webhookSecret(23), /expected whsec_/],
    ['OUTCOME_WEBHOOK_SECRET', webhookSecret(65), /expected whsec_/],
    ['OUTCOME_WEBHOOK_SECRET', `whsec_${'-_'.repeat(16)}`, /expected whsec_/],
    ['OUTCOME_WEBHOOK_SECRET', WEBHOOK.replace(/=+$/, ''), /expected whsec_/],
    ['OUTCOME_WEBHOOK_SECRET', `${WEBHOOK},`, /expected whsec_/],
    ...['30', '30D', 'P', 'PT', 'P1DT', 'P1Y', 'P6M', 'P1.5D', 'P-1D', 'PT1D', 'p1d', 'P3651D'].map(
      (text): [VariableName, string, RegExp] => ['ERASE_AFTER', text, /years and months are not/],
    ),
  ])('%s is rejected once and not quoted: %s', (name, text, problem) => {
    const { problems } = parseVariable(name, text)
    expect(problems).toEqual([expect.stringMatching(problem)])
    expect(problems[0]).not.toMatch(/0123456789|MDEyMzQ1/)
  })
})
