import type { SessionSpec } from '../session-spec.js'

/** The session specification of the start page. Edit it to change the checks; see docs/make-it-yours.md. */
export const DEFAULT_PRESET = {
  requested_checks: [
    { type: 'ID_DOCUMENT_AUTHENTICITY', config: { manual_check: 'FALLBACK' } },
    { type: 'LIVENESS', config: { liveness_type: 'STATIC', max_retries: 3 } },
    { type: 'ID_DOCUMENT_FACE_MATCH', config: { manual_check: 'FALLBACK' } },
  ],
  requested_tasks: [
    { type: 'ID_DOCUMENT_TEXT_DATA_EXTRACTION', config: { manual_check: 'FALLBACK' } },
  ],
} satisfies SessionSpec
