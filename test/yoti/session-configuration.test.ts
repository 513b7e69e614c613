import { describe, expect, it } from '@jest/globals'
import { parseSessionConfiguration } from '../../src/yoti/session-configuration.js'

const fullConfiguration = {
  session_id: 'session-1',
  client_session_token_ttl: 899,
  requested_checks: ['ID_DOCUMENT_AUTHENTICITY', 'LIVENESS'],
  applicant_profile: { media: { id: 'media-1', type: 'JSON' } },
  capture: {
    biometric_consent: 'REQUIRED',
    required_resources: [
      {
        type: 'ID_DOCUMENT',
        id: 'req-1',
        state: 'REQUIRED',
        allowed_sources: [
          { type: 'END_USER' },
          { type: 'IBV', allowed_providers: ['UK_POST_OFFICE'] },
        ],
        requested_tasks: [{ type: 'ID_DOCUMENT_TEXT_DATA_EXTRACTION', state: 'IN_PROGRESS' }],
        ibv_client_assessments: [
          { type: 'DOCUMENT_SCHEME_VALIDITY_CHECK', state: 'DONE', scheme: 'UK_DBS' },
        ],
        supported_countries: [
          {
            code: 'GBR',
            supported_documents: [
              {
                type: 'DRIVING_LICENCE',
                is_strictly_latin: true,
                requirements: { date_from: '2012-10-31' },
              },
            ],
          },
        ],
        allowed_capture_methods: 'CAMERA',
        attempts_remaining: { GENERIC: 2, RECLASSIFICATION: 2 },
      },
      {
        type: 'SUPPLEMENTARY_DOCUMENT',
        id: 'req-2',
        document_types: ['UTILITY_BILL'],
        country_codes: ['GBR'],
        objective: { type: 'PROOF_OF_ADDRESS' },
      },
      { type: 'LIVENESS', id: 'req-3', state: 'COMPLETE', liveness_type: 'STATIC' },
      { type: 'SOMETHING_NEW', id: 'req-4', new_field: [1] },
    ],
  },
  sdk_config: { primary_colour: '#D71440', hide_logo: false },
  track_ip_address: true,
}

describe('parseSessionConfiguration', () => {
  it('reads every documented field and keeps unknown ones', () => {
    expect(parseSessionConfiguration(fullConfiguration)).toEqual(fullConfiguration)
  })

  it('reports the JSON path of an unreadable field', () => {
    const capture = { required_resources: [{ type: 'FACE_CAPTURE' }] }
    expect(() => parseSessionConfiguration({ ...fullConfiguration, capture })).toThrow(
      'session configuration: capture.required_resources[0].id: expected a string, got nothing',
    )
  })
})
