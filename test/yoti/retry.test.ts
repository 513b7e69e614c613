import { describe, expect, it } from '@jest/globals'
import { YotiConnectionError, YotiProtocolError, YotiResponseError } from '../../src/yoti/errors.js'
import { parseRetryAfterMs, getRetryDelayMs } from '../../src/yoti/retry.js'

const endpoint = 'GET /sessions/:sessionId'
const refused = (status: number, retryAfter?: number) =>
  new YotiResponseError(endpoint, { status, retryAfterMs: retryAfter })

describe('planRetry', () => {
  it('spreads the tries between half of the delay and the whole', () => {
    const err = new YotiConnectionError(endpoint, 'no answer')
    expect([getRetryDelayMs(err, 1, 0), getRetryDelayMs(err, 1, 1)]).toEqual([100, 200])
    expect([getRetryDelayMs(err, 2, 0), getRetryDelayMs(err, 2, 1)]).toEqual([200, 400])
    expect(getRetryDelayMs(err, 3, 0)).toBeUndefined()
  })

  it('waits as long as asked, up to five seconds', () => {
    expect(getRetryDelayMs(refused(503, 5000), 1, 0)).toBe(5000)
    expect(getRetryDelayMs(refused(503, 5001), 1, 0)).toBeUndefined()
    expect(getRetryDelayMs(refused(429, 0), 1, 0)).toBe(100)
  })

  it('never repeats what would fail again', () => {
    const others = [refused(404), new YotiProtocolError(endpoint, 'odd'), new Error('odd')]
    expect(others.map((err) => getRetryDelayMs(err, 1, 0))).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })
})

describe('parseRetryAfter', () => {
  const now = Date.UTC(2025, 0, 1, 12)

  it.each([
    ['2', 2000],
    [' 0 ', 0],
    ['Wed, 01 Jan 2025 12:00:03 GMT', 3000],
    ['Wed, 01 Jan 2025 11:00:00 GMT', 0],
    ['soon', undefined],
    [undefined, undefined],
  ])('reads %j', (header, expected) => {
    expect(parseRetryAfterMs(header, now)).toBe(expected)
  })
})
