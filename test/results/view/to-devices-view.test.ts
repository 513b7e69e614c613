import { describe, expect, it } from '@jest/globals'
import { toDevicesView } from '../../../src/results/view/to-devices-view.js'
import { parseSessionResult } from '../../../src/yoti/session-result.js'
import { parseTrackedDevices } from '../../../src/yoti/session-metadata.js'

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

describe('toDevicesView', () => {
  it('shows each event with its time, device and country', () => {
    const view = toDevicesView(parseTrackedDevices([event('CONFIG_FIRST_LOADED', phone)]), {})
    expect(view?.rows).toEqual([
      {
        label: 'The user arrived',
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

  it('describes a device only when it changes', () => {
    const laptop = { os_name: 'Linux', ip_address: '', model_name: '' }
    const view = toDevicesView(
      parseTrackedDevices([
        event('CONFIG_FIRST_LOADED', laptop),
        event('RESOURCE_CREATED', phone),
        event('TELEPORTED', phone),
      ]),
      {},
    )
    expect(view?.rows.map(({ label, lines }) => [label, lines[1]])).toEqual([
      ['The user arrived', 'Linux'],
      ['A resource was added', 'Fairphone FP5, Android 14, Firefox 131.0'],
      ['Teleported', 'On the same device'],
    ])
  })

  it('names the added resource', () => {
    const { resources } = parseSessionResult({
      session_id: 's',
      state: 'COMPLETED',
      resources: {
        id_documents: [{ id: 'd', document_type: 'PASSPORT', issuing_country: 'GBR' }],
        supplementary_documents: [{ id: 'b', document_type: 'UTILITY_BILL' }],
        liveness_capture: [{ id: 'l', liveness_type: 'STATIC' }],
        face_capture: [{ id: 'f' }],
        voice_samples: [{ id: 'v' }],
      },
    })
    const supplied = ['d', 'b', 'l', 'f', 'v', 'unheard-of'].map((id) => ({
      ...event('RESOURCE_CREATED', {}),
      resource_id: id,
    }))
    const view = toDevicesView(parseTrackedDevices(supplied), resources)
    expect(view?.rows.map(({ label }) => label)).toEqual([
      'Added: Passport, United Kingdom',
      'Added: Utility bill',
      'Added: Liveness capture',
      'Added: Reference photo of the face',
      'Added: Voice samples',
      'A resource was added',
    ])
  })

  it('returns undefined without tracked devices', () => {
    expect(toDevicesView([], {})).toBeUndefined()
  })
})
