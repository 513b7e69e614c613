import type { SessionSpec } from '../session-spec.js'

/** Asks a reference agency about the name and address on the document. */
export const THIRD_PARTY_PRESET = {
  requested_checks: [
    { type: 'ID_DOCUMENT_AUTHENTICITY', config: { manual_check: 'FALLBACK' } },
    { type: 'THIRD_PARTY_IDENTITY', config: { manual_check: 'NEVER' } },
  ],
  requested_tasks: [
    { type: 'ID_DOCUMENT_TEXT_DATA_EXTRACTION', config: { manual_check: 'FALLBACK' } },
  ],
} satisfies SessionSpec
