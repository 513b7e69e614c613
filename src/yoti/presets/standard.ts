import type { SessionSpec } from '../session-spec.js'

/** The base of the other presets. They do not use default.ts, so that editing it cannot break them. */
export const STANDARD_PRESET = {
  requested_checks: [
    { type: 'ID_DOCUMENT_AUTHENTICITY', config: { manual_check: 'FALLBACK' } },
    { type: 'LIVENESS', config: { liveness_type: 'STATIC', max_retries: 3 } },
    { type: 'ID_DOCUMENT_FACE_MATCH', config: { manual_check: 'FALLBACK' } },
  ],
  requested_tasks: [
    { type: 'ID_DOCUMENT_TEXT_DATA_EXTRACTION', config: { manual_check: 'FALLBACK' } },
  ],
} satisfies SessionSpec
