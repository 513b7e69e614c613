import { describe, expect, it } from '@jest/globals'
import { describeDevices } from '../../../src/results/describe/describe-devices.js'
import { parseTrackedDevices } from '../../../src/yoti/tracked-devices.js'

const phone = {
  ip_address: '203.0.113.7',
  ip_iso_country_code: 'IRL',
  manufacture_name: 'Fairphone',
  model_name: 'FP5',
  os_name: 'Android',
  os_version: '14',
  browser_name: 'Firefox',
  browser_version: '131.0',
  locale: 'en-IE',
}
const event = (name: string, device: object) => ({
  event: name,
  created: '2026-03-04T10:00:12Z',
  device,
})

describe('describeDevices', () => {
  it('says what happened when, on which device and where', () => {
    const view = describeDevices(parseTrackedDevices([event('CONFIG_FIRST_LOADED', phone)]))
    expect(view?.rows).toEqual([
      {
        label: 'The person arrived',
        lines: [
          '4 March 2026, 10:00:12 UTC',
          'Fairphone FP5, Android 14, Firefox 131.0',
          'Language en-IE',
          'IP address 203.0.113.7',
          'Ireland',
        ],
        monospace: false,
      },
    ])
  })

  it('describes a device again only when it is another', () => {
    const laptop = { os_name: 'Linux', ip_address: '', model_name: '' }
    const view = describeDevices(
      parseTrackedDevices([
        event('CONFIG_FIRST_LOADED', laptop),
        event('RESOURCE_CREATED', phone),
        event('TELEPORTED', phone),
      ]),
    )
    expect(view?.rows.map(({ label, lines }) => [label, lines[1]])).toEqual([
      ['The person arrived', 'Linux'],
      ['Something was supplied', 'Fairphone FP5, Android 14, Firefox 131.0'],
      ['Teleported', 'On the same device'],
    ])
  })

  it('shows no section where Yoti tracked nothing', () => {
    expect(describeDevices([])).toBeUndefined()
  })
})
