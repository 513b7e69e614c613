import { describe, expect, it } from '@jest/globals'
import { fetchSessionMetadata } from '../../src/results/fetch-session-metadata.js'
import { YotiResponseError } from '../../src/yoti/errors.js'

const devices = [{ event: 'CONFIG_FIRST_LOADED' }]

describe('fetchSessionMetadata', () => {
  it('omits what Yoti does not return', async () => {
    const surroundings = await fetchSessionMetadata(
      {
        getSessionConfiguration: () =>
          Promise.reject(new YotiResponseError('GET /', { status: 409 })),
        getTrackedDevices: () => Promise.resolve(devices),
      },
      'session',
    )
    expect(surroundings).toEqual({ configuration: undefined, devices })
  })

  it('rethrows an unexpected error', async () => {
    const reading = fetchSessionMetadata(
      {
        getSessionConfiguration: () => Promise.resolve({ session_id: 'session' }),
        getTrackedDevices: () => Promise.reject(new TypeError('bug')),
      },
      'session',
    )
    await expect(reading).rejects.toThrow('bug')
  })
})
