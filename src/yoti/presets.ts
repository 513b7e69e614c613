import { CHECK_PRESETS } from './presets/checks.js'
import { CLIENT_PRESETS } from './presets/client.js'
import { DEFAULT_PRESET as defaultPreset } from './presets/default.js'
import { DOCUMENT_PRESETS } from './presets/documents.js'
import { PROFILE_PRESETS } from './presets/profiles.js'
import type { SessionSpec } from './session-spec.js'

export const DEFAULT_PRESET: SessionSpec = defaultPreset

/** The built-in presets by the name that `POST /api/sessions` accepts. */
export const PRESETS: Readonly<Record<string, SessionSpec>> = {
  default: DEFAULT_PRESET,
  ...CHECK_PRESETS,
  ...DOCUMENT_PRESETS,
  ...PROFILE_PRESETS,
  ...CLIENT_PRESETS,
}
