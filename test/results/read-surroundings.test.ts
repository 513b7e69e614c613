import { describe, expect, it } from '@jest/globals'
import { readSurroundings } from '../../src/results/read-surroundings.js'
import { YotiResponseError } from '../../src/yoti/errors.js'

const devices = [{ event: 'CONFIG_FIRST_LOADED' }]

describe('readSurroundings', () => {
  it('leaves out what Yoti does not hand over', async () => {
    const surroundings = await readSurroundings(
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
    const reading = readSurroundings(
      {
        getSessionConfiguration: () => Promise.resolve({ session_id: 'session' }),
        getTrackedDevices: () => Promise.reject(new TypeError('ours')),
      },
      'session',
    )
    await expect(reading).rejects.toThrow('ours')
  })
})
