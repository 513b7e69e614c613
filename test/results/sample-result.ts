import { parseSessionResult, type SessionResult } from '../../src/yoti/session-result.js'

const image = (id: string) => ({ media: { id, type: 'IMAGE' } })
const json = (id: string) => ({ media: { id, type: 'JSON' } })

/** A completed check. */
export function buildCheck(
  type: string,
  value: string,
  more: Record<string, unknown> = {},
): object {
  const { reason, recovery_suggestion, breakdown = [], watchlist_summary, ...rest } = more
  const recommendation = { value, reason, recovery_suggestion }
  return {
    type,
    id: `${type}-${value}`,
    state: 'DONE',
    report: { recommendation, breakdown, watchlist_summary },
    ...rest,
  }
}

const subCheck = (
  sub_check: string,
  result: string,
  process = 'AUTOMATED',
  ...details: [name: string, value: string][]
) => ({
  ...{ sub_check, result, process },
  details: details.map(([name, value]) => ({ name, value })),
})

/** Everything that the page can show, including a superseded document and two attempts. */
export function buildSampleResult(): SessionResult {
  return parseSessionResult({
    session_id: '0b6c1f0e-41f1-4f0e-9a55-0d4c1b8f7a10',
    state: 'COMPLETED',
    resources: {
      id_documents: [
        {
          id: 'superseded',
          document_type: 'DRIVING_LICENCE',
          issuing_country: 'GBR',
          pages: [{ ...image('old-front'), frames: [{}] }, {}],
        },
        {
          id: 'passport',
          document_type: 'PASSPORT',
          issuing_country: 'GBR',
          pages: [{ ...image('page-1'), frames: [image('page-1-more'), {}] }],
          document_fields: json('passport-fields'),
          document_id_photo: image('portrait'),
        },
      ],
      supplementary_documents: [
        {
          id: 'bill',
          document_type: 'UTILITY_BILL',
          issuing_country: 'GBR',
          pages: [],
          file: { media: { id: 'bill-pdf', type: 'PDF' } },
          document_fields: json('bill-fields'),
        },
      ],
      liveness_capture: [
        { id: 'attempt-2', liveness_type: 'STATIC', image: image('selfie') },
        {
          id: 'attempt-1',
          liveness_type: 'ZOOM',
          facemap: { media: { id: 'facemap', type: 'BINARY' } },
          frames: [image('frame-1'), image('frame-2'), {}],
        },
      ],
      face_capture: [{ id: 'reference', image: image('reference-picture') }],
      applicant_profiles: [
        { id: 'applicant', source: { type: 'RELYING_BUSINESS' }, ...json('applicant-fields') },
      ],
    },
    checks: [
      buildCheck('ID_DOCUMENT_AUTHENTICITY', 'REJECT', {
        reason: 'TAMPERED',
        resources_used: ['passport'],
        breakdown: [
          subCheck('document_in_date', 'PASS'),
          subCheck('hologram_movement', 'FAIL', 'EXPERT_REVIEW'),
          subCheck('ocr_mrz_comparison', 'PASS', 'AUTOMATED', ['date_of_birth', 'MATCH']),
          subCheck('no_sign_of_tampering', 'FAIL', 'EXPERT_REVIEW', [
            'face_photo_integrity',
            'FAIL',
          ]),
          subCheck('quantum_sparkle', 'PASS', 'AUTOMATED', ['glow_level', 'HIGH']),
        ],
      }),
      buildCheck('LIVENESS', 'APPROVE', {
        id: 'live-2',
        resources_used: ['attempt-2'],
        breakdown: [subCheck('liveness_auth', 'PASS')],
      }),
      buildCheck('LIVENESS', 'REJECT', {
        id: 'live-1',
        resources_used: ['attempt-1'],
        breakdown: [subCheck('liveness_auth', 'FAIL')],
      }),
      buildCheck('ID_DOCUMENT_FACE_MATCH', 'APPROVE', {
        resources_used: ['passport', 'attempt-2'],
        breakdown: [
          subCheck('ai_face_match', 'FAIL'),
          subCheck('manual_face_match', 'PASS', 'EXPERT_REVIEW'),
        ],
      }),
      buildCheck('WATCHLIST_ADVANCED_CA', 'CONSIDER', {
        reason: 'POTENTIAL_MATCH',
        resources_used: ['passport'],
        generated_media: [json('watchlist-profile').media],
        generated_profile: json('watchlist-profile'),
        watchlist_summary: {
          total_hits: 2,
          associated_country_codes: ['GBR', 'FRA'],
          raw_results: json('watchlist-raw'),
          search_config: { type: 'WITH_CUSTOM_ACCOUNT', remove_deceased: true },
        },
      }),
      buildCheck('ID_DOCUMENT_TEXT_DATA_CHECK', 'NOT_AVAILABLE', {
        reason: 'PHOTO_TOO_DARK',
        recovery_suggestion: 'BETTER_LIGHTING',
        resources_used: ['passport'],
      }),
      { type: 'THIRD_PARTY_IDENTITY', id: 'third', state: 'PENDING', resources_used: ['passport'] },
      buildCheck('AURA_SCAN', 'PONDER', { reason: 'TOO_PURPLE' }),
    ],
    identity_profile: {
      result: 'ABORTED',
      failure_reason: {
        reason_code: 'UNABLE_TO_VALIDATE_DOCUMENT',
        requirements_not_met_details: [
          {
            failure_type: 'ID_DOCUMENT_AUTHENTICITY',
            document_type: 'PASSPORT',
            document_country_iso_code: 'GBR',
            details: 'PHOTO_TOO_BLURRY',
          },
        ],
      },
    },
    advanced_identity_profile: {
      result: 'DONE',
      identity_profile_report: {
        compliance: [
          {
            trust_framework: 'UK_TFIDA',
            schemes_compliance: [
              { scheme: { type: 'RTW', label: 'rtw-1' }, requirements_met: true },
              {
                scheme: { type: 'DBS', objective: 'BASIC', label: 'dbs-1' },
                requirements_met: false,
                requirements_not_met_info: 'UNABLE_TO_VERIFY_ADDRESS',
              },
            ],
          },
        ],
        ...json('profile-report'),
      },
    },
  })
}

const address = {
  address_format: 1,
  building_number: '9',
  address_line1: '9 QUARRY MOUNT',
  town_city: 'LEEDS',
  postal_code: 'LS6 2JP',
  country_iso: 'GBR',
  country: 'United Kingdom',
}
const person = { full_name: 'ISOLDE MARGIT HARGREAVES', structured_postal_address: address }

export const sampleTextData: ReadonlyMap<string, unknown> = new Map([
  [
    'passport-fields',
    {
      ...person,
      date_of_birth: '1991-07-14',
      nationality: 'GBR',
      given_names: 'ISOLDE MARGIT',
      family_name: 'HARGREAVES',
      place_of_birth: 'LEEDS',
      gender: 'FEMALE',
      document_type: 'PASSPORT',
      issuing_country: 'GBR',
      document_number: '912803377',
      expiration_date: '2031-02-28',
      date_of_issue: '2021-02-28',
      issuing_authority: 'HMPO',
      mrz: {
        type: 2,
        line1: 'P<GBRHARGREAVES<<ISOLDE<MARGIT<<<<<<<<<<<<<<',
        line2: '9128033776GBR9107142F3102282<<<<<<<<<<<<<<04',
      },
      document_template: { front_page_name: 'United Kingdom - ePassport (2020)' },
      aura_colour: 'violet',
    },
  ],
  ['bill-fields', { ...person, date_of_issue: '2025-01-06', organisation: 'North Water' }],
  ['applicant-fields', { full_name: 'Isolde Hargreaves', date_of_birth: '1991-07' }],
])
