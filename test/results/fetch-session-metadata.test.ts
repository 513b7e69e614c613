import { describe, expect, it } from '@jest/globals'
import { fetchSessionMetadata } from '../../src/results/fetch-session-metadata.js'
import { YotiResponseError } from '../../src/yoti/errors.js'

const devices = [{ event: 'CONFIG_FIRST_LOADED' }]

describe('readSurroundings', () => {
  it('leaves out what Yoti does not hand over', async () => {
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

  it('hides no mistake of ours', async () => {
    const reading = fetchSessionMetadata(
      {
        getSessionConfiguration: () => Promise.resolve({ session_id: 'session' }),
        getTrackedDevices: () => Promise.reject(new TypeError('ours')),
      },
      'session',
    )
    await expect(reading).rejects.toThrow('ours')
  })
})
