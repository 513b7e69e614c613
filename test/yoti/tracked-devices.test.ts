import { describe, expect, it } from '@jest/globals'
import { parseTrackedDevices } from '../../src/yoti/tracked-devices.js'

describe('parseTrackedDevices', () => {
  it('reads every documented field', () => {
    const devices = [
      {
        event: 'RESOURCE_CREATED',
        resource_id: 'resource-1',
        created: '2025-02-11T09:14:40Z',
        device: {
          ip_address: '192.0.2.7',
          ip_iso_country_code: 'GBR',
          manufacture_name: 'Acme',
          model_name: 'One',
          os_name: 'Android',
          os_version: '14',
          browser_name: 'Chrome',
          browser_version: '130',
          locale: 'en-GB',
          client_version: '2.1.0',
        },
      },
      { event: 'SOMETHING_NEW', device: { ip_address: null } },
    ]
    expect(parseTrackedDevices(devices)).toEqual([
      devices[0],
      { event: 'SOMETHING_NEW', device: {} },
    ])
  })

  it('reports the path of an unreadable entry', () => {
    expect(() => parseTrackedDevices([{ event: 'RESOURCE_CREATED' }, null])).toThrow(
      'tracked devices: [1]: expected an object, got null',
    )
    expect(() => parseTrackedDevices({})).toThrow('expected an array, got object')
  })
})
