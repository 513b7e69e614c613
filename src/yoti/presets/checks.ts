import type { SessionSpec } from '../session-spec.js'
import { DEFAULT_PRESET } from './default.js'

const LIVENESS_CHECK = {
  type: 'LIVENESS',
  config: { liveness_type: 'STATIC', max_retries: 3 },
} as const

/** What is looked at: less than the default, or more. */
export const CHECK_PRESETS = {
  document: {
    requested_checks: [{ type: 'ID_DOCUMENT_AUTHENTICITY', config: { manual_check: 'FALLBACK' } }],
    requested_tasks: DEFAULT_PRESET.requested_tasks,
  },

  /** By software alone: quick, and nobody at Yoti looks at what it cannot tell. */
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
      ...DEFAULT_PRESET.requested_checks,
      {
        type: 'WATCHLIST_SCREENING',
        config: { categories: ['ADVERSE-MEDIA', 'SANCTIONS'], manual_check: 'NEVER' },
      },
    ],
    requested_tasks: DEFAULT_PRESET.requested_tasks,
  },

  'watchlist-advanced': {
    requested_checks: [
      ...DEFAULT_PRESET.requested_checks,
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
    requested_tasks: DEFAULT_PRESET.requested_tasks,
  },

  /** Asks a reference agency about the name and address on the document. */
  'third-party-identity': {
    requested_checks: [
      { type: 'ID_DOCUMENT_AUTHENTICITY', config: { manual_check: 'FALLBACK' } },
      { type: 'THIRD_PARTY_IDENTITY', config: { manual_check: 'NEVER' } },
    ],
    requested_tasks: DEFAULT_PRESET.requested_tasks,
  },

  /** The relying business uploads the face to compare with: `PUT /api/sessions/:sessionId/face-capture`. */
  'face-comparison': {
    requested_checks: [
      LIVENESS_CHECK,
      { type: 'FACE_COMPARISON', config: { manual_check: 'NEVER' } },
    ],
  },
} satisfies Record<string, SessionSpec>
