import { describe, expect, it } from '@jest/globals'
import { YotiConnectionError, YotiProtocolError, YotiResponseError } from '../../src/yoti/errors.js'
import { parseRetryAfterMs, getRetryDelayMs } from '../../src/yoti/retry.js'

const endpoint = 'GET /sessions/:sessionId'
const refused = (status: number, retryAfter?: number) =>
  new YotiResponseError(endpoint, { status, retryAfterMs: retryAfter })

describe('getRetryDelayMs', () => {
  it('returns between half of the delay and the full delay', () => {
    const err = new YotiConnectionError(endpoint, 'no response')
    expect([getRetryDelayMs(err, 1, 0), getRetryDelayMs(err, 1, 1)]).toEqual([100, 200])
    expect([getRetryDelayMs(err, 2, 0), getRetryDelayMs(err, 2, 1)]).toEqual([200, 400])
    expect(getRetryDelayMs(err, 3, 0)).toBeUndefined()
  })

  it('waits as long as Retry-After requests, up to 5 seconds', () => {
    expect(getRetryDelayMs(refused(503, 5000), 1, 0)).toBe(5000)
    expect(getRetryDelayMs(refused(503, 5001), 1, 0)).toBeUndefined()
    expect(getRetryDelayMs(refused(429, 0), 1, 0)).toBe(100)
  })

  it('returns undefined for errors that are not transient', () => {
    const others = [refused(404), new YotiProtocolError(endpoint, 'odd'), new Error('odd')]
    expect(others.map((err) => getRetryDelayMs(err, 1, 0))).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })
})

describe('parseRetryAfterMs', () => {
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
