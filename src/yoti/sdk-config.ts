import { z } from 'zod'
import { locale } from './locale.js'
import { openEnum, countryCode, httpUrl } from './spec-schema.js'

const colour = z
  .string()
  .regex(/^#[0-9a-f]{6}$/i, { error: 'expected a colour of the form #rrggbb such as #2d9fff' })

/** Maximum attempts by category. */
const category: z.ZodType<string, string> = openEnum('GENERIC', 'RECLASSIFICATION')
const attempts = z
  .record(category, z.int().min(1))
  .refine((categories) => Object.keys(categories).length > 0, {
    error: 'expected GENERIC or RECLASSIFICATION, got nothing',
  })

/** Appearance and behaviour of Yoti's client. */
export const sdkConfig = z.strictObject({
  allowed_capture_methods: z.enum(['CAMERA', 'CAMERA_AND_UPLOAD']).exactOptional(),
  primary_colour: colour.exactOptional(),
  primary_colour_dark_mode: colour.exactOptional(),
  secondary_colour: colour.exactOptional(),
  font_colour: colour.exactOptional(),
  dark_mode: z.enum(['ON', 'OFF', 'AUTO']).exactOptional(),
  /** Absent means the browser's language. */
  locale: locale.exactOptional(),
  preset_issuing_country: countryCode.exactOptional(),
  /** If this or `error_url` is absent, the client posts a message instead of redirecting. */
  success_url: httpUrl.exactOptional(),
  error_url: httpUrl.exactOptional(),
  privacy_policy_url: httpUrl.exactOptional(),
  biometric_consent_flow: z.enum(['EARLY', 'JUST_IN_TIME']).exactOptional(),
  allow_handoff: z.boolean().exactOptional(),
  attempts_configuration: z
    .strictObject({ ID_DOCUMENT_TEXT_DATA_EXTRACTION: attempts.exactOptional() })
    .exactOptional(),
  brand_id: z.string().exactOptional(),
  suppressed_screens: z
    .array(
      openEnum(
        'ID_DOCUMENT_EDUCATION',
        'ID_DOCUMENT_REQUIREMENTS',
        'SUPPLEMENTARY_DOCUMENT_EDUCATION',
        'ZOOM_LIVENESS_EDUCATION',
        'STATIC_LIVENESS_EDUCATION',
        'FACE_CAPTURE_EDUCATION',
        'FLOW_COMPLETION',
      ),
    )
    .exactOptional(),
})

export type SdkConfig = z.infer<typeof sdkConfig>
