import { describe, expect, it } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { readConfigError } from './read-config-error.js'

const ONE = 'one-0123456789-0123456789-0123456789'
const TWO = 'two:0123456789:0123456789:0123456789'

describe('API_KEYS', () => {
  it('is a list of callers with secrets, several per caller to rotate', () => {
    const { secrets } = parseConfig({ API_KEYS: `shop:${ONE}, shop:${TWO}` })
    expect(secrets.apiKeys).toEqual([
      { caller: 'shop', secret: ONE },
      { caller: 'shop', secret: TWO },
    ])
  })

  it.each([
    ['no caller', ONE, /entry 1 is not caller:secret/],
    ['an empty caller', `:${ONE}`, /entry 1 is not caller:secret/],
    ['a caller with a blank', `my shop:${ONE}`, /entry 1 is not caller:secret/],
    ['a long caller', `${'c'.repeat(65)}:${ONE}`, /entry 1 is not caller:secret/],
    ['nothing after a comma', `shop:${ONE},`, /entry 2 is not caller:secret/],
    [
      'a short secret',
      `shop:${ONE},bank:${ONE.slice(0, 31)}`,
      /entry 2 has a secret that is shorter/,
    ],
    ['a secret that no header carries', `shop:${ONE}\u00e9`, /entry 1 has a secret/],
    ['one secret of two callers', `shop:${ONE},bank:${ONE}`, /entry 2 has the same secret/],
    ['one secret twice', `shop:${ONE},shop:${ONE}`, /entry 2 has the same secret/],
    ['caller and secret exchanged', `${ONE}:shop`, /entry 1 has a secret that is shorter/],
  ])('is rejected with %s, without quoting it', (_what, API_KEYS, message) => {
    const explained = readConfigError({ API_KEYS })
    expect(explained).toMatch(message)
    expect(explained).not.toContain('0123456789')
  })
})
