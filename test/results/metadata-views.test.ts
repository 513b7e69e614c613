import { describe, expect, it } from '@jest/globals'
import { toConfigurationView, toDevicesView } from '../../src/results/metadata-views.js'
import { parseSessionConfiguration, parseTrackedDevices } from '../../src/yoti/session-metadata.js'
import { parseSessionResult, type SessionResult } from '../../src/yoti/session-result.js'
import { buildContext } from './sample-result.js'

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

function listRows(devices: object[], result?: SessionResult) {
  const context = buildContext(result === undefined ? {} : { result })
  return toDevicesView(parseTrackedDevices(devices), context).rows
}

describe('toDevicesView', () => {
  it('shows each event with its time, device and country', () => {
    const rows = listRows([event('CONFIG_FIRST_LOADED', phone)])
    expect(rows).toEqual([
      {
        label: 'The user arrived',
        lines: [
          '4 March 2026, 10:00:12 UTC',
          'Fairphone FP5, Android 14, Firefox 131.0',
          'Language en-IE',
          'IP address 203.0.113.7',
          'Ireland',
        ],
      },
    ])
  })

  it('describes a device only when it changes', () => {
    const laptop = { os_name: 'Linux', ip_address: '', model_name: '' }
    const rows = listRows([
      event('CONFIG_FIRST_LOADED', laptop),
      event('RESOURCE_CREATED', phone),
      event('TELEPORTED', phone),
    ])
    expect(rows.map(({ label, lines }) => [label, lines[1]])).toEqual([
      ['The user arrived', 'Linux'],
      ['A resource was added', 'Fairphone FP5, Android 14, Firefox 131.0'],
      ['Teleported', 'On the same device'],
    ])
  })

  it('names the added resource', () => {
    const result = parseSessionResult({
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
    expect(listRows(supplied, result).map(({ label }) => label)).toEqual([
      'Added: Passport, United Kingdom',
      'Added: Utility bill',
      'Added: Liveness capture',
      'Added: Reference photo of the face',
      'Added: Voice samples',
      'A resource was added',
    ])
  })
})

const passport = { supported_documents: [{ type: 'PASSPORT' }] }

function describeRequired(...required_resources: object[]) {
  return toConfigurationView(
    parseSessionConfiguration({
      session_id: 's',
      requested_checks: ['LIVENESS', 'AURA_SCAN'],
      capture: { biometric_consent: 'CAPTURED', required_resources },
    }),
    buildContext().texts,
  )
}

describe('toConfigurationView', () => {
  it('shows the requested checks, consent and resources and their states', () => {
    const { rows } = describeRequired(
      {
        type: 'ID_DOCUMENT',
        id: 'r1',
        state: 'COMPLETE',
        supported_countries: [{ code: 'GBR', ...passport }],
        attempts_remaining: { GENERIC: 2, RECLASSIFICATION: 1, CHIP_READING: 3 },
      },
      {
        type: 'SUPPLEMENTARY_DOCUMENT',
        id: 'r2',
        state: 'REQUIRED',
        document_types: ['PHONE_BILL'],
      },
      { type: 'VOICE_CAPTURE', id: 'r3', state: 'SINGING' },
    )
    expect(rows.map(({ label, lines }) => [label, ...lines])).toEqual([
      ['Checks', 'A real person is in front of the camera', 'Aura scan'],
      ['Consent to biometric data', 'Given'],
      [
        'Identity document',
        'Provided',
        'From 1 country',
        'Attempts left if a photo cannot be used: 2',
        'Attempts left if the document is not the one that was chosen: 1',
        'Attempts left, chip reading: 3',
      ],
      ['Supporting document', 'Not provided', 'Phone bill'],
      ['Voice capture', 'Singing'],
    ])
  })

  it('reduces supported countries to their codes in the raw values', () => {
    const { raw } = describeRequired({
      type: 'ID_DOCUMENT',
      id: 'r1',
      supported_countries: [
        { code: 'GBR', ...passport },
        { code: 'FRA', ...passport },
      ],
    })
    expect(JSON.parse(raw)).toMatchObject({
      capture: { required_resources: [{ supported_countries: ['GBR', 'FRA'] }] },
    })
  })
})
