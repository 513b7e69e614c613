import type { SessionSpec } from '../session-spec.js'
import { DEFAULT_PRESET } from './default.js'

/** Which documents are asked for, and which of them are taken. */
export const DOCUMENT_PRESETS = {
  /** A bill mostly comes as a PDF, so files are taken as well as pictures. */
  'proof-of-address': {
    requested_checks: DEFAULT_PRESET.requested_checks,
    requested_tasks: [
      ...DEFAULT_PRESET.requested_tasks,
      { type: 'SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION', config: { manual_check: 'FALLBACK' } },
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

  'two-documents': {
    requested_checks: [
      ...DEFAULT_PRESET.requested_checks,
      { type: 'ID_DOCUMENT_COMPARISON', config: {} },
    ],
    requested_tasks: DEFAULT_PRESET.requested_tasks,
    required_documents: [
      {
        type: 'ID_DOCUMENT',
        filter: {
          type: 'ORTHOGONAL_RESTRICTIONS',
          type_restriction: { inclusion: 'INCLUDE', document_types: ['PASSPORT'] },
        },
      },
      // Never the same document twice.
      {
        type: 'ID_DOCUMENT',
        filter: {
          type: 'ORTHOGONAL_RESTRICTIONS',
          type_restriction: { inclusion: 'EXCLUDE', document_types: ['PASSPORT'] },
        },
      },
    ],
  },

  /** The expanded fields have what is written in another script. */
  'non-latin': {
    ...DEFAULT_PRESET,
    requested_tasks: [
      {
        type: 'ID_DOCUMENT_TEXT_DATA_EXTRACTION',
        config: { manual_check: 'FALLBACK', create_expanded_document_fields: true },
      },
    ],
    required_documents: [
      {
        type: 'ID_DOCUMENT',
        filter: { type: 'ORTHOGONAL_RESTRICTIONS', allow_non_latin_documents: true },
      },
    ],
  },

  'expired-documents': {
    ...DEFAULT_PRESET,
    required_documents: [
      {
        type: 'ID_DOCUMENT',
        filter: { type: 'ORTHOGONAL_RESTRICTIONS', allow_expired_documents: true },
      },
    ],
  },

  /** Pairs: passports of both countries, driving licences of one. */
  'restricted-documents': {
    ...DEFAULT_PRESET,
    required_documents: [
      {
        type: 'ID_DOCUMENT',
        filter: {
          type: 'DOCUMENT_RESTRICTIONS',
          inclusion: 'INCLUDE',
          documents: [
            { country_codes: ['GBR', 'IRL'], document_types: ['PASSPORT'] },
            { country_codes: ['GBR'], document_types: ['DRIVING_LICENCE'] },
          ],
          allow_expired_documents: false,
        },
      },
    ],
  },

  /** Two lists that know nothing of each other: these countries, but no driving licence. */
  'orthogonal-documents': {
    ...DEFAULT_PRESET,
    required_documents: [
      {
        type: 'ID_DOCUMENT',
        filter: {
          type: 'ORTHOGONAL_RESTRICTIONS',
          country_restriction: { inclusion: 'INCLUDE', country_codes: ['GBR', 'FRA', 'NLD'] },
          type_restriction: { inclusion: 'EXCLUDE', document_types: ['DRIVING_LICENCE'] },
          allow_expired_documents: false,
        },
      },
    ],
  },
} satisfies Record<string, SessionSpec>
