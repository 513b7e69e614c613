import type { SessionSpec } from '../session-spec.js'
import { STANDARD_PRESET } from './standard.js'

const LIVENESS_CHECK = {
  type: 'LIVENESS',
  config: { liveness_type: 'STATIC', max_retries: 3 },
} as const

/** Fewer checks than the standard ones, or more. */
export const CHECK_PRESETS = {
  document: {
    requested_checks: [{ type: 'ID_DOCUMENT_AUTHENTICITY', config: { manual_check: 'FALLBACK' } }],
    requested_tasks: STANDARD_PRESET.requested_tasks,
  },

  /** Automated only: quick, but inconclusive checks are not reviewed by an expert. */
  'document-and-face': {
    requested_checks: [
      { type: 'ID_DOCUMENT_AUTHENTICITY', config: { manual_check: 'NEVER' } },
      LIVENESS_CHECK,
      { type: 'ID_DOCUMENT_FACE_MATCH', config: { manual_check: 'NEVER' } },
    ],
    requested_tasks: [
      { type: 'ID_DOCUMENT_TEXT_DATA_EXTRACTION', config: { manual_check: 'NEVER' } },
    ],
  },

  watchlist: {
    requested_checks: [
      ...STANDARD_PRESET.requested_checks,
      {
        type: 'WATCHLIST_SCREENING',
        config: { categories: ['ADVERSE-MEDIA', 'SANCTIONS'], manual_check: 'NEVER' },
      },
    ],
    requested_tasks: STANDARD_PRESET.requested_tasks,
  },

  'watchlist-advanced': {
    requested_checks: [
      ...STANDARD_PRESET.requested_checks,
      {
        type: 'WATCHLIST_ADVANCED_CA',
        config: {
          type: 'WITH_YOTI_ACCOUNT',
          remove_deceased: true,
          share_url: false,
          sources: { type: 'TYPE_LIST', types: ['sanction', 'warning', 'pep', 'adverse-media'] },
          matching_strategy: { type: 'FUZZY', fuzziness: 0.5 },
          manual_check: 'NEVER',
        },
      },
    ],
    requested_tasks: STANDARD_PRESET.requested_tasks,
  },

  /** Looks up the document's name and address at a reference agency. */
  'third-party-identity': {
    requested_checks: [
      { type: 'ID_DOCUMENT_AUTHENTICITY', config: { manual_check: 'FALLBACK' } },
      { type: 'THIRD_PARTY_IDENTITY', config: { manual_check: 'NEVER' } },
    ],
    requested_tasks: STANDARD_PRESET.requested_tasks,
  },

  /** Needs a reference picture: `PUT /api/sessions/:sessionId/face-capture`. */
  'face-comparison': {
    requested_checks: [
      LIVENESS_CHECK,
      { type: 'FACE_COMPARISON', config: { manual_check: 'NEVER' } },
    ],
  },
} satisfies Record<string, SessionSpec>
