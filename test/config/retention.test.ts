import { describe, expect, it } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { describeRetention } from '../../src/config/retention.js'
import { readConfigError } from './read-config-error.js'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

describe('ERASE_AFTER', () => {
  it.each([
    ['P30D', 30 * DAY_MS],
    ['P2W', 14 * DAY_MS],
    ['PT1H', HOUR_MS],
    ['P1DT12H', 36 * HOUR_MS],
    ['P1W1DT1H1M1S', 8 * DAY_MS + HOUR_MS + 61_000],
    ['PT90M', 1.5 * HOUR_MS],
    ['PT0S', 0],
    ['P3650D', 3650 * DAY_MS],
  ])('is a duration: %s is %d ms', (ERASE_AFTER, ms) => {
    expect(parseConfig({ ERASE_AFTER }).config.eraseAfterMs).toBe(ms)
  })

  it.each(['30', '30D', 'P', 'PT', 'P1DT', 'P1Y', 'P6M', 'P1.5D', 'P-1D', 'PT1D', 'p1d', 'P3651D'])(
    'is rejected as %s',
    (ERASE_AFTER) => {
      expect(readConfigError({ ERASE_AFTER })).toMatch(
        /^- ERASE_AFTER: .*\(years and months are not/,
      )
    },
  )
})

describe('describeRetention', () => {
  it.each<[Record<string, string>, RegExp]>([
    [{}, /15 minutes to finish.* deletes .* at most 7 days after that.* only on request/],
    [{ CLIENT_SESSION_TOKEN_TTL: '5400' }, /have 1 hour 30 minutes to finish/],
    [{ ERASE_AFTER: 'P1DT1S' }, /erased here and at Yoti 1 day 1 second after they end/],
    [{ ERASE_AFTER: 'P6DT23H' }, /erased here and at Yoti 6 days 23 hours after/],
    [{ ERASE_AFTER: 'P7D' }, /erased here and at Yoti 7 days after they end/],
    [
      { ERASE_AFTER: 'P7DT15M' },
      /Sessions are erased here 7 days 15 minutes after.* Yoti has deleted them/,
    ],
    [{ ERASE_AFTER: 'PT0S' }, /as soon as they end/],
  ])('describes %j in words', (env, words) => {
    expect(describeRetention(parseConfig(env).config)).toMatch(words)
  })

  it.each([
    ['PT9M', 1],
    ['PT10M', 0],
  ])('warns when ERASE_AFTER is under ten minutes: %s', (ERASE_AFTER, count) => {
    const warnings = parseConfig({ ERASE_AFTER }).warnings.filter((text) =>
      text.startsWith('ERASE_AFTER'),
    )
    expect(warnings).toHaveLength(count)
  })
})
