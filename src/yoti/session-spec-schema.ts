import { z } from 'zod'
import { documentFilter, documentType } from './document-filter.js'
import { requestedCheck, requestedTask } from './requested-items.js'
import {
  colour,
  constant,
  countryCode,
  flag,
  language,
  object,
  text,
  url,
  wholeNumber,
} from './session-spec-fields.js'

const requiredDocument = object({
  type: constant('ID_DOCUMENT', 'SUPPLEMENTARY_DOCUMENT'),
  filter: documentFilter.exactOptional(),
  /** SUPPLEMENTARY_DOCUMENT only, like all fields below. */
  objective: object({ type: constant('PROOF_OF_ADDRESS', 'UK_DBS') }).exactOptional(),
  document_types: z.array(documentType).exactOptional(),
  country_codes: z.array(countryCode).exactOptional(),
  config: object({}).exactOptional(),
})

/** Appearance and behaviour of Yoti's client. */
const sdkConfig = object({
  allowed_capture_methods: constant('CAMERA', 'CAMERA_AND_UPLOAD'),
  primary_colour: colour,
  primary_colour_dark_mode: colour,
  secondary_colour: colour,
  font_colour: colour,
  dark_mode: constant('ON', 'OFF', 'AUTO'),
  /** Absent means the browser's language. */
  locale: language,
  preset_issuing_country: countryCode,
  /** If this or `error_url` is absent, the client posts a message instead of redirecting. */
  success_url: url,
  error_url: url,
  privacy_policy_url: url,
  biometric_consent_flow: constant('EARLY', 'JUST_IN_TIME'),
  allow_handoff: flag,
  /** Maximum attempts by category. */
  attempts_configuration: object({
    ID_DOCUMENT_TEXT_DATA_EXTRACTION: object({
      GENERIC: wholeNumber.min(1),
      RECLASSIFICATION: wholeNumber.min(1),
    }).exactPartial(),
  }).exactPartial(),
  brand_id: text,
  suppressed_screens: z.array(
    constant(
      'ID_DOCUMENT_EDUCATION',
      'ID_DOCUMENT_REQUIREMENTS',
      'SUPPLEMENTARY_DOCUMENT_EDUCATION',
      'ZOOM_LIVENESS_EDUCATION',
      'STATIC_LIVENESS_EDUCATION',
      'FACE_CAPTURE_EDUCATION',
      'FLOW_COMPLETION',
    ),
  ),
}).exactPartial()

const trustFramework = constant('UK_TFIDA', 'YOTI_GLOBAL')
const scheme = {
  type: constant(
    'DBS',
    'DBS_RTW',
    'RTW',
    'RTR',
    'IDENTITY',
    'IDENTITY_PLUS_ADDRESS',
    'GBR_RTW_SHARECODE',
    'CAN_CRC',
  ),
  objective: text.exactOptional(),
}

/** What the relying party already knows about the user. Personal data. */
const applicantProfile = object({
  full_name: text,
  given_names: text,
  first_name: text,
  middle_name: text,
  family_name: text,
  name_prefix: text,
  date_of_birth: text,
  structured_postal_address: object({
    /** 1: UK, 2: India, 3: USA, 4: other countries. */
    address_format: wholeNumber.min(1).max(4),
    udprn: text,
    care_of: text,
    sub_building: text,
    building_number: text,
    building: text,
    street: text,
    landmark: text,
    address_line1: text,
    address_line2: text,
    address_line3: text,
    address_line4: text,
    address_line5: text,
    address_line6: text,
    locality: text,
    town_city: text,
    subdistrict: text,
    district: text,
    state: text,
    postal_code: text,
    post_office: text,
    country_iso: countryCode,
    country: text,
    formatted_address: text,
  }).exactPartial(),
}).exactPartial()

/** Where Yoti posts notifications, and how it authenticates itself there. */
const notificationsConfig = object({
  endpoint: text,
  /** BASIC: `user:password` in plain text. BEARER: the token as sent. */
  auth_token: text.exactOptional(),
  auth_type: constant('BASIC', 'BEARER').exactOptional(),
  topics: z.array(text).exactOptional(),
})

/** What this server knows of the body of `POST /sessions`. */
export const sessionSpec = object({
  /** Seconds the user has. Yoti's client warns the user when less than ten minutes remain. */
  client_session_token_ttl: wholeNumber,
  /** Instead of the TTL. */
  session_deadline: text,
  /** Seconds until Yoti deletes everything. At least the TTL plus one day. */
  resources_ttl: wholeNumber,
  /** Never personal data. */
  user_tracking_id: text,
  notifications: notificationsConfig,
  requested_checks: z.array(requestedCheck),
  requested_tasks: z.array(requestedTask),
  sdk_config: sdkConfig,
  /** Repeat an entry to request several. Absent means one identity document of any kind. */
  required_documents: z.array(requiredDocument),
  /** Skips the consent screen. */
  block_biometric_consent: flag,
  /** One trust framework, one scheme. */
  identity_profile_requirements: object({
    trust_framework: trustFramework,
    scheme: object(scheme),
  }),
  subject: z.looseObject({ subject_id: text.exactOptional() }),
  /** Several trust frameworks and schemes. The result repeats each `label`. */
  advanced_identity_profile_requirements: object({
    profiles: z.array(
      object({
        trust_framework: trustFramework,
        schemes: z.array(
          object({
            ...scheme,
            label: text.exactOptional(),
            config: object({ filter: documentFilter.exactOptional() }).exactOptional(),
          }),
        ),
      }),
    ),
  }),
  create_identity_profile_preview: flag,
  /** Seconds: from 30 days to a year. */
  import_token: object({ ttl: wholeNumber.exactOptional() }),
  resources: object({ applicant_profile: applicantProfile.exactOptional() }),
  ephemeral_media: flag,
  /** Verification in a post office or another branch. */
  ibv_options: object({
    support: constant('MANDATORY', 'NOT_ALLOWED'),
    /** Used by older specifications. */
    required: flag,
    guidance_url: url,
    user_price: object({ amount: text, currency: text }),
  }).exactPartial(),
}).exactPartial()

/** The body of `POST /sessions`. Yoti may add to all of it. */
export type SessionSpec = z.infer<typeof sessionSpec>
export type RequiredDocument = z.infer<typeof requiredDocument>
export type SdkConfig = z.infer<typeof sdkConfig>
export type NotificationsConfig = z.infer<typeof notificationsConfig>
