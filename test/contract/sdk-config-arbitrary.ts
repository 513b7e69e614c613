import fc from 'fast-check'
import type { SdkConfig } from '../../src/yoti/session-spec.js'
import { constantFrom } from './spec-arbitraries.js'

const colour = fc.stringMatching(/^#[0-9a-fA-F]{6}$/)

/** Client settings that Yoti's Node builder has. */
export const sdkConfigArbitrary: fc.Arbitrary<SdkConfig> = fc.record(
  {
    allowed_capture_methods: constantFrom('CAMERA', 'CAMERA_AND_UPLOAD'),
    primary_colour: colour,
    secondary_colour: colour,
    font_colour: colour,
    locale: constantFrom('en-GB', 'es-419', 'ar', 'el-GR'),
    preset_issuing_country: constantFrom('GBR', 'FRA'),
    success_url: fc.webUrl(),
    error_url: fc.webUrl({ withQueryParameters: true }),
    privacy_policy_url: fc.webUrl({ withFragments: true }),
    biometric_consent_flow: constantFrom('EARLY', 'JUST_IN_TIME'),
    allow_handoff: fc.boolean(),
    attempts_configuration: fc.record({
      ID_DOCUMENT_TEXT_DATA_EXTRACTION: fc.dictionary(
        constantFrom('GENERIC', 'RECLASSIFICATION', 'SOME_NEW_CATEGORY'),
        fc.integer({ min: 1 }),
        { minKeys: 1, noNullPrototype: true },
      ),
    }),
    brand_id: fc.uuid(),
    suppressed_screens: fc.uniqueArray(
      constantFrom('ID_DOCUMENT_EDUCATION', 'STATIC_LIVENESS_EDUCATION', 'FLOW_COMPLETION'),
      { minLength: 1 },
    ),
  },
  { requiredKeys: [] },
)
