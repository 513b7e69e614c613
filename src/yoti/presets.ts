import { DEFAULT_PRESET as defaultPreset } from './presets/default.js'
import type { DocumentFilter, SessionSpec } from './session-spec.js'

export const DEFAULT_PRESET: SessionSpec = defaultPreset

/** If `FALLBACK`, an expert reviews what the automated check cannot decide. */
const withReview = (type: string, manual_check = 'FALLBACK') => ({ type, config: { manual_check } })

const LIVENESS_CHECK = { type: 'LIVENESS', config: { liveness_type: 'STATIC', max_retries: 3 } }

/** The base of the other presets. They do not use default.ts, so that editing it cannot break them. */
export const STANDARD_PRESET = {
  requested_checks: [
    withReview('ID_DOCUMENT_AUTHENTICITY'),
    LIVENESS_CHECK,
    withReview('ID_DOCUMENT_FACE_MATCH'),
  ],
  requested_tasks: [withReview('ID_DOCUMENT_TEXT_DATA_EXTRACTION')],
} satisfies SessionSpec

const withCheck = (...checks: NonNullable<SessionSpec['requested_checks']>) => ({
  ...STANDARD_PRESET,
  requested_checks: [...STANDARD_PRESET.requested_checks, ...checks],
})

/** Each filter requires one identity document. */
const withDocuments = (...filters: DocumentFilter[]) => ({
  ...STANDARD_PRESET,
  required_documents: filters.map((filter) => ({ type: 'ID_DOCUMENT', filter })),
})

const restrict = (restrictions: Partial<DocumentFilter>): DocumentFilter => ({
  type: 'ORTHOGONAL_RESTRICTIONS',
  ...restrictions,
})

const withScheme = (scheme: { type: string; objective?: string }): SessionSpec => ({
  identity_profile_requirements: { trust_framework: 'UK_TFIDA', scheme },
})

/** The built-in presets by the name that `POST /api/sessions` accepts. */
export const PRESETS: Readonly<Record<string, SessionSpec>> = {
  default: DEFAULT_PRESET,

  document: {
    requested_checks: [withReview('ID_DOCUMENT_AUTHENTICITY')],
    requested_tasks: STANDARD_PRESET.requested_tasks,
  },

  /** Automated only: quick, but inconclusive checks are not reviewed by an expert. */
  'document-and-face': {
    requested_checks: [
      withReview('ID_DOCUMENT_AUTHENTICITY', 'NEVER'),
      LIVENESS_CHECK,
      withReview('ID_DOCUMENT_FACE_MATCH', 'NEVER'),
    ],
    requested_tasks: [withReview('ID_DOCUMENT_TEXT_DATA_EXTRACTION', 'NEVER')],
  },

  watchlist: withCheck({
    type: 'WATCHLIST_SCREENING',
    config: { categories: ['ADVERSE-MEDIA', 'SANCTIONS'], manual_check: 'NEVER' },
  }),

  'watchlist-advanced': withCheck({
    type: 'WATCHLIST_ADVANCED_CA',
    config: {
      type: 'WITH_YOTI_ACCOUNT',
      remove_deceased: true,
      share_url: false,
      sources: { type: 'TYPE_LIST', types: ['sanction', 'warning', 'pep', 'adverse-media'] },
      matching_strategy: { type: 'FUZZY', fuzziness: 0.5 },
      manual_check: 'NEVER',
    },
  }),

  /** Looks up the document's name and address at a reference agency. */
  'third-party-identity': {
    requested_checks: [
      withReview('ID_DOCUMENT_AUTHENTICITY'),
      withReview('THIRD_PARTY_IDENTITY', 'NEVER'),
    ],
    requested_tasks: STANDARD_PRESET.requested_tasks,
  },

  /** Needs a reference picture: `PUT /api/sessions/:sessionId/face-capture`. */
  'face-comparison': {
    requested_checks: [LIVENESS_CHECK, withReview('FACE_COMPARISON', 'NEVER')],
  },

  /** Accepts files, because most bills are PDFs. */
  'proof-of-address': {
    requested_checks: STANDARD_PRESET.requested_checks,
    requested_tasks: [
      ...STANDARD_PRESET.requested_tasks,
      withReview('SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION'),
    ],
    required_documents: [
      { type: 'ID_DOCUMENT' },
      {
        type: 'SUPPLEMENTARY_DOCUMENT',
        objective: { type: 'PROOF_OF_ADDRESS' },
        document_types: ['UTILITY_BILL', 'PHONE_BILL', 'BANK_STATEMENT', 'COUNCIL_TAX_BILL'],
        country_codes: ['GBR'],
      },
    ],
    sdk_config: { allowed_capture_methods: 'CAMERA_AND_UPLOAD' },
  },

  /** The second filter excludes passports, so that the same document cannot be used twice. */
  'two-documents': {
    ...withDocuments(
      restrict({ type_restriction: { inclusion: 'INCLUDE', document_types: ['PASSPORT'] } }),
      restrict({ type_restriction: { inclusion: 'EXCLUDE', document_types: ['PASSPORT'] } }),
    ),
    ...withCheck({ type: 'ID_DOCUMENT_COMPARISON', config: {} }),
  },

  /** The expanded fields contain the text in its original script. */
  'non-latin': {
    ...withDocuments(restrict({ allow_non_latin_documents: true })),
    requested_tasks: [
      {
        type: 'ID_DOCUMENT_TEXT_DATA_EXTRACTION',
        config: { manual_check: 'FALLBACK', create_expanded_document_fields: true },
      },
    ],
  },

  'expired-documents': withDocuments(restrict({ allow_expired_documents: true })),

  /** Pairs of country and document: passports of both countries, driving licences of one. */
  'restricted-documents': withDocuments({
    type: 'DOCUMENT_RESTRICTIONS',
    inclusion: 'INCLUDE',
    documents: [
      { country_codes: ['GBR', 'IRL'], document_types: ['PASSPORT'] },
      { country_codes: ['GBR'], document_types: ['DRIVING_LICENCE'] },
    ],
    allow_expired_documents: false,
  }),

  /** Two independent lists: these countries, and any document but a driving licence. */
  'orthogonal-documents': withDocuments(
    restrict({
      country_restriction: { inclusion: 'INCLUDE', country_codes: ['GBR', 'FRA', 'NLD'] },
      type_restriction: { inclusion: 'EXCLUDE', document_types: ['DRIVING_LICENCE'] },
      allow_expired_documents: false,
    }),
  ),

  'right-to-work': withScheme({ type: 'RTW' }),
  'right-to-rent': withScheme({ type: 'RTR' }),
  dbs: withScheme({ type: 'DBS', objective: 'BASIC' }),

  'advanced-identity-profile': {
    advanced_identity_profile_requirements: {
      profiles: [
        {
          trust_framework: 'UK_TFIDA',
          schemes: [
            { label: 'right-to-work', type: 'RTW' },
            { label: 'dbs-basic', type: 'DBS', objective: 'BASIC' },
          ],
        },
        {
          trust_framework: 'YOTI_GLOBAL',
          schemes: [
            {
              label: 'identity',
              type: 'IDENTITY',
              objective: 'AL_L1',
              config: {
                filter: {
                  type: 'DOCUMENT_RESTRICTIONS',
                  inclusion: 'INCLUDE',
                  documents: [{ country_codes: ['GBR'], document_types: ['PASSPORT'] }],
                },
              },
            },
          ],
        },
      ],
    },
  },

  /** No explanation before each picture, for returning users. */
  'suppressed-screens': {
    ...STANDARD_PRESET,
    sdk_config: { suppressed_screens: ['ID_DOCUMENT_EDUCATION', 'STATIC_LIVENESS_EDUCATION'] },
  },

  /** An example: insert your own colours and the brand id that Yoti gave you. */
  branded: {
    ...STANDARD_PRESET,
    sdk_config: {
      primary_colour: '#0b6e4f',
      primary_colour_dark_mode: '#5fd3a6',
      secondary_colour: '#ffffff',
      font_colour: '#1a1a1a',
      dark_mode: 'AUTO',
      locale: 'en-GB',
      preset_issuing_country: 'GBR',
      brand_id: '6f1d7a52-3c0e-4b8a-9d21-5e7f8a90b1c2',
    },
  },
}
