import type { SessionSpec } from '../session-spec.js'
import { STANDARD_PRESET } from './standard.js'

/** Which documents the session requires, and which it accepts. */
export const DOCUMENT_PRESETS = {
  /** Accepts files, because most bills are PDFs. */
  'proof-of-address': {
    requested_checks: STANDARD_PRESET.requested_checks,
    requested_tasks: [
      ...STANDARD_PRESET.requested_tasks,
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
      ...STANDARD_PRESET.requested_checks,
      { type: 'ID_DOCUMENT_COMPARISON', config: {} },
    ],
    requested_tasks: STANDARD_PRESET.requested_tasks,
    required_documents: [
      {
        type: 'ID_DOCUMENT',
        filter: {
          type: 'ORTHOGONAL_RESTRICTIONS',
          type_restriction: { inclusion: 'INCLUDE', document_types: ['PASSPORT'] },
        },
      },
      // Excludes passports, so that the same document cannot be used twice.
      {
        type: 'ID_DOCUMENT',
        filter: {
          type: 'ORTHOGONAL_RESTRICTIONS',
          type_restriction: { inclusion: 'EXCLUDE', document_types: ['PASSPORT'] },
        },
      },
    ],
  },

  /** The expanded fields contain the text in its original script. */
  'non-latin': {
    ...STANDARD_PRESET,
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
    ...STANDARD_PRESET,
    required_documents: [
      {
        type: 'ID_DOCUMENT',
        filter: { type: 'ORTHOGONAL_RESTRICTIONS', allow_expired_documents: true },
      },
    ],
  },

  /** Pairs of country and document: passports of both countries, driving licences of one. */
  'restricted-documents': {
    ...STANDARD_PRESET,
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

  /** Two independent lists: these countries, and any document but a driving licence. */
  'orthogonal-documents': {
    ...STANDARD_PRESET,
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
