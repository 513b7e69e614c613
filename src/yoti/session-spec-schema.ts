import { z } from 'zod'
import { documentFilter, documentType } from './document-filter.js'
import {
  colour,
  constant,
  constantOf,
  countryCode,
  language,
  object,
  strings,
  url,
} from './session-spec-fields.js'
import { CHECKS, SCHEMES, TASKS, TRUST_FRAMEWORKS } from './session-spec-items.js'

const watchlist = constant(
  'sanction',
  'warning',
  'fitness-probity',
  'pep',
  'pep-class-1',
  'pep-class-2',
  'pep-class-3',
  'pep-class-4',
  'adverse-media',
  'adverse-media-financial-crime',
  'adverse-media-violent-crime',
  'adverse-media-sexual-crime',
  'adverse-media-terrorism',
  'adverse-media-fraud',
  'adverse-media-narcotics',
  'adverse-media-general',
)

/** The settings of all checks and tasks. Yoti decides which setting belongs to which. */
const config = object({
  manual_check: constant('ALWAYS', 'FALLBACK', 'NEVER', 'IBV'),
  /** ID_DOCUMENT_AUTHENTICITY: asks the authority that issued the document. */
  issuing_authority_sub_check: object({
    requested: z.boolean(),
    filter: documentFilter,
  }).exactPartial(),
  /** LIVENESS */
  liveness_type: constant('STATIC', 'ZOOM'),
  max_retries: z.int().min(1),
  /** FAMILIAR_FACE_SEARCH */
  pool_id: z.guid({ error: 'expected a UUID' }),
  approval_criteria: constant('MATCH', 'NO_MATCH'),
  /** DOCUMENT_SCHEME_VALIDITY_CHECK */
  scheme: constant('UK_DBS', 'UK_GDS'),
  /** WATCHLIST_SCREENING */
  categories: z.array(constant('ADVERSE-MEDIA', 'SANCTIONS')),
  /** WATCHLIST_ADVANCED_CA: a ComplyAdvantage search, with Yoti's account or the relying party's. */
  type: constant('WITH_YOTI_ACCOUNT', 'WITH_CUSTOM_ACCOUNT'),
  api_key: z.string(),
  monitoring: z.boolean(),
  tags: z.record(z.string(), z.string()),
  client_ref: z.string(),
  remove_deceased: z.boolean(),
  share_url: z.boolean(),
  sources: object({
    type: constant('TYPE_LIST', 'PROFILE'),
    types: z.array(watchlist),
    search_profile: z.string(),
  }).exactPartial(),
  matching_strategy: object({
    type: constant('EXACT', 'FUZZY'),
    exact_match: z.boolean(),
    fuzziness: z.number().min(0).max(1),
  }).exactPartial(),
  /** ID_DOCUMENT_TEXT_DATA_EXTRACTION. The chip is read in native apps only. */
  chip_data: constant('DESIRED', 'IGNORE'),
  create_expanded_document_fields: z.boolean(),
}).exactPartial()

const requestedItem = <Type extends string>(types: Record<Type, unknown>) =>
  object({ type: constantOf(types), config: config.exactOptional() })

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
  allow_handoff: z.boolean(),
  /** Maximum attempts by category. */
  attempts_configuration: object({
    ID_DOCUMENT_TEXT_DATA_EXTRACTION: object({
      GENERIC: z.int().min(1),
      RECLASSIFICATION: z.int().min(1),
    }).exactPartial(),
  }).exactPartial(),
  brand_id: z.string(),
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

const trustFramework = constant(...TRUST_FRAMEWORKS)
const scheme = { type: constantOf(SCHEMES), objective: z.string().exactOptional() }

/** What the relying party already knows about the user. Personal data. */
const applicantProfile = object({
  ...strings('full_name', 'given_names', 'first_name', 'middle_name', 'family_name'),
  ...strings('name_prefix', 'date_of_birth'),
  structured_postal_address: object({
    /** 1: UK, 2: India, 3: USA, 4: other countries. */
    address_format: z.int().min(1).max(4),
    ...strings('udprn', 'care_of', 'sub_building', 'building_number', 'building', 'street'),
    ...strings('landmark', 'address_line1', 'address_line2', 'address_line3', 'address_line4'),
    ...strings('address_line5', 'address_line6', 'locality', 'town_city', 'subdistrict'),
    ...strings('district', 'state', 'postal_code', 'post_office', 'country', 'formatted_address'),
    country_iso: countryCode,
  }).exactPartial(),
}).exactPartial()

/** Where Yoti posts notifications, and how it authenticates itself there. */
const notificationsConfig = object({
  endpoint: z.string(),
  /** BASIC: `user:password` in plain text. BEARER: the token as sent. */
  auth_token: z.string().exactOptional(),
  auth_type: constant('BASIC', 'BEARER').exactOptional(),
  topics: z.array(z.string()).exactOptional(),
})

/** What this server knows of the body of `POST /sessions`. */
export const sessionSpec = object({
  /** Seconds the user has. Yoti's client warns the user when less than ten minutes remain. */
  client_session_token_ttl: z.int(),
  /** Instead of the TTL. */
  session_deadline: z.string(),
  /** Seconds until Yoti deletes everything. At least the TTL plus one day. */
  resources_ttl: z.int(),
  /** Never personal data. */
  user_tracking_id: z.string(),
  notifications: notificationsConfig,
  requested_checks: z.array(requestedItem(CHECKS)),
  requested_tasks: z.array(requestedItem(TASKS)),
  sdk_config: sdkConfig,
  /** Repeat an entry to request several. Absent means one identity document of any kind. */
  required_documents: z.array(requiredDocument),
  /** Skips the consent screen. */
  block_biometric_consent: z.boolean(),
  /** One trust framework, one scheme. */
  identity_profile_requirements: object({
    trust_framework: trustFramework,
    scheme: object(scheme),
  }),
  subject: z.looseObject({ subject_id: z.string().exactOptional() }),
  /** Several trust frameworks and schemes. The result repeats each `label`. */
  advanced_identity_profile_requirements: object({
    profiles: z.array(
      object({
        trust_framework: trustFramework,
        schemes: z.array(
          object({
            ...scheme,
            label: z.string().exactOptional(),
            config: object({ filter: documentFilter.exactOptional() }).exactOptional(),
          }),
        ),
      }),
    ),
  }),
  create_identity_profile_preview: z.boolean(),
  /** Seconds: from 30 days to a year. */
  import_token: object({ ttl: z.int().exactOptional() }),
  resources: object({ applicant_profile: applicantProfile.exactOptional() }),
  ephemeral_media: z.boolean(),
  /** Verification in a post office or another branch. */
  ibv_options: object({
    support: constant('MANDATORY', 'NOT_ALLOWED'),
    /** Used by older specifications. */
    required: z.boolean(),
    guidance_url: url,
    user_price: object({ amount: z.string(), currency: z.string() }),
  }).exactPartial(),
}).exactPartial()

/** The body of `POST /sessions`. Yoti may add to all of it. */
export type SessionSpec = z.infer<typeof sessionSpec>
export type RequiredDocument = z.infer<typeof requiredDocument>
export type NotificationsConfig = z.infer<typeof notificationsConfig>
/** A check or a task. */
export type RequestedItem = NonNullable<
  SessionSpec['requested_checks'] | SessionSpec['requested_tasks']
>[number]
