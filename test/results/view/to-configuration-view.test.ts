import { describe, expect, it } from '@jest/globals'
import { toConfigurationView } from '../../../src/results/view/to-configuration-view.js'
import { parseSessionConfiguration } from '../../../src/yoti/session-metadata.js'

const passport = { supported_documents: [{ type: 'PASSPORT' }] }

function describeRequired(...required_resources: object[]) {
  return toConfigurationView(
    parseSessionConfiguration({
      session_id: 's',
      requested_checks: ['LIVENESS', 'AURA_SCAN'],
      capture: { biometric_consent: 'CAPTURED', required_resources },
    }),
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
