import type { SessionSpec } from '../session-spec.js'
import { STANDARD_PRESET } from './standard.js'

/** The standard checks with other settings for Yoti's client. */
export const CLIENT_PRESETS = {
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
} satisfies Record<string, SessionSpec>
