import { THIRD_PARTY_PRESET } from './presets/third-party.js'
import type { SessionSpec } from './session-spec.js'

/**
 * What a person is asked for unless configured otherwise. To change the checks, edit this; it is
 * validated when the server starts.
 */
export const DEFAULT_PRESET: SessionSpec = {
  requested_checks: [
    { type: 'ID_DOCUMENT_AUTHENTICITY', config: { manual_check: 'FALLBACK' } },
    { type: 'LIVENESS', config: { liveness_type: 'STATIC', max_retries: 3 } },
    { type: 'ID_DOCUMENT_FACE_MATCH', config: { manual_check: 'FALLBACK' } },
  ],
  requested_tasks: [
    { type: 'ID_DOCUMENT_TEXT_DATA_EXTRACTION', config: { manual_check: 'FALLBACK' } },
  ],
}

const { requested_checks: checks = [], requested_tasks: tasks = [] } = DEFAULT_PRESET

/** Every built-in session specification by name. */
export const PRESETS: Readonly<Record<string, SessionSpec>> = {
  default: DEFAULT_PRESET,
  'third-party-identity': THIRD_PARTY_PRESET,
  watchlist: {
    requested_checks: [
      ...checks,
      { type: 'WATCHLIST_SCREENING', config: { categories: ['ADVERSE-MEDIA', 'SANCTIONS'] } },
    ],
    requested_tasks: tasks,
  },
  'watchlist-advanced': {
    requested_checks: [
      ...checks,
      { type: 'WATCHLIST_ADVANCED_CA', config: { type: 'WITH_YOTI_ACCOUNT' } },
    ],
    requested_tasks: tasks,
  },
  'proof-of-address': {
    requested_checks: checks,
    requested_tasks: [
      ...tasks,
      {
        type: 'SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION',
        config: { manual_check: 'FALLBACK' },
      },
    ],
    required_documents: [
      { type: 'ID_DOCUMENT' },
      { type: 'SUPPLEMENTARY_DOCUMENT', objective: { type: 'PROOF_OF_ADDRESS' } },
    ],
  },
  'two-documents': {
    requested_checks: [...checks, { type: 'ID_DOCUMENT_COMPARISON', config: {} }],
    requested_tasks: tasks,
    required_documents: [
      {
        type: 'ID_DOCUMENT',
        filter: {
          type: 'ORTHOGONAL_RESTRICTIONS',
          type_restriction: { inclusion: 'INCLUDE', document_types: ['PASSPORT'] },
        },
      },
      {
        type: 'ID_DOCUMENT',
        filter: {
          type: 'ORTHOGONAL_RESTRICTIONS',
          type_restriction: { inclusion: 'EXCLUDE', document_types: ['PASSPORT'] },
        },
      },
    ],
  },
  'face-comparison': {
    requested_checks: [
      { type: 'LIVENESS', config: { liveness_type: 'STATIC', max_retries: 3 } },
      { type: 'FACE_COMPARISON', config: { manual_check: 'NEVER' } },
    ],
  },
  'right-to-work': {
    identity_profile_requirements: { trust_framework: 'UK_TFIDA', scheme: { type: 'RTW' } },
  },
  dbs: {
    identity_profile_requirements: {
      trust_framework: 'UK_TFIDA',
      scheme: { type: 'DBS', objective: 'BASIC' },
    },
  },
  'non-latin': {
    ...DEFAULT_PRESET,
    required_documents: [
      {
        type: 'ID_DOCUMENT',
        filter: { type: 'ORTHOGONAL_RESTRICTIONS', allow_non_latin_documents: true },
      },
    ],
  },
}
