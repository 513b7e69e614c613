import { z } from 'zod'
import { createPropertyError } from '../http/api-error.js'
import { parsePayload } from '../http/parse-payload.js'
import {
  advancedIdentityProfileSchema,
  identityProfileSchema,
} from '../profiles/profile-requirements.js'
import { documentFilterSchema } from './document-filter.js'
import { requestedCheckSchema, requestedTaskSchema } from './requested-items.js'

const SECONDS_PER_DAY = 86_400
export const DEFAULT_TOKEN_TTL_SECONDS = 600

const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]']
const BUILDING_FIELDS = ['building', 'sub_building', 'building_number']

const text = z.string().optional()
const colour = z.string().regex(/^#[0-9a-fA-F]{6}$/, 'must be a colour like #2d9fff')
const url = z
  .string()
  .refine((value) => /^https?:/.test(value) && URL.canParse(value), 'must be a URL')
  .optional()
// Some of Yoti's samples send these numbers as strings.
const seconds = z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)], {
  error: 'must be a number of seconds',
})

export const NOTIFICATION_TOPICS = [
  'resource_update',
  'task_completion',
  'check_completion',
  'session_completion',
  'client_session_token_deleted',
] as const
export type NotificationTopic = (typeof NOTIFICATION_TOPICS)[number]
// The emulator never sends the last four.
const TOPICS = [
  ...NOTIFICATION_TOPICS.map((topic) => topic.toUpperCase()),
  'NEW_PDF_SUPPLIED',
  'INSTRUCTIONS_EMAIL_REQUESTED',
  'THANK_YOU_EMAIL_REQUESTED',
  'FIRST_BRANCH_VISIT',
]

const notifications = z.object({
  endpoint: z.string().refine(isNotificationEndpoint, 'must be an https URL'),
  topics: z.array(z.string().toUpperCase().pipe(z.enum(TOPICS))).optional(),
  auth_type: z.enum(['BASIC', 'BEARER']).optional(),
  auth_token: text,
})

const sdkConfig = z.looseObject({
  allowed_capture_methods: z.enum(['CAMERA', 'CAMERA_AND_UPLOAD']).default('CAMERA'),
  primary_colour: colour.default('#2d9fff'),
  primary_colour_dark_mode: colour.optional(),
  secondary_colour: colour.optional(),
  font_colour: colour.optional(),
  dark_mode: z.enum(['ON', 'OFF', 'AUTO']).optional(),
  locale: text,
  preset_issuing_country: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be an ISO 3166-1 alpha-3 code')
    .optional(),
  success_url: url,
  error_url: url,
  privacy_policy_url: url,
  allow_handoff: z.boolean().default(false),
  biometric_consent_flow: z.enum(['EARLY', 'JUST_IN_TIME']).optional(),
  suppressed_screens: z.array(z.string()).optional(),
  brand_id: text,
  attempts_configuration: z
    .looseObject({
      ID_DOCUMENT_TEXT_DATA_EXTRACTION: z.record(z.string(), z.int().min(1)).optional(),
    })
    .optional(),
})

const requiredLetter = z.object({
  type: z.literal('SUPPLEMENTARY_DOCUMENT'),
  objective: z.looseObject({ type: z.string().min(1) }),
  document_types: z.array(z.string()).optional(),
  country_codes: z.array(z.string()).optional(),
  filter: documentFilterSchema.optional(),
})
const requiredDocument = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ID_DOCUMENT'), filter: documentFilterSchema.optional() }),
  requiredLetter,
])

const applicantProfile = z.looseObject({
  given_names: text,
  first_name: text,
  middle_name: text,
  family_name: text,
  full_name: text,
  date_of_birth: z
    .string()
    .regex(/^\d{4}(-\d{2}(-\d{2})?)?$/, 'must be yyyy-mm-dd, yyyy-mm or yyyy')
    .optional(),
  structured_postal_address: z.unknown().refine(isPostalAddress, 'INVALID_ADDRESS').optional(),
})

/** The body of `POST /sessions`. Unknown fields are ignored. */
const sessionPayloadSchema = z
  .object({
    client_session_token_ttl: seconds.optional(),
    session_deadline: z.iso.datetime({ offset: true }).optional(),
    resources_ttl: seconds.default(7 * SECONDS_PER_DAY),
    user_tracking_id: text,
    notifications: notifications.optional(),
    requested_checks: z.array(requestedCheckSchema).default([]),
    requested_tasks: z.array(requestedTaskSchema).default([]),
    sdk_config: sdkConfig.prefault({}),
    required_documents: z.array(requiredDocument).default([]),
    block_biometric_consent: z.boolean().default(false),
    identity_profile_requirements: identityProfileSchema.optional(),
    advanced_identity_profile_requirements: advancedIdentityProfileSchema.optional(),
    create_identity_profile_preview: z.boolean().default(false),
    import_token: z.looseObject({ ttl: z.int().positive().optional() }).optional(),
    subject: z.looseObject({ subject_id: text }).optional(),
    resources: z.looseObject({ applicant_profile: applicantProfile.optional() }).optional(),
  })
  .superRefine((payload, context) => {
    const { client_session_token_ttl: tokenTtl = DEFAULT_TOKEN_TTL_SECONDS } = payload
    const reject = (property: string, message: string) => {
      context.addIssue({ code: 'custom', path: [property], message })
    }
    if (tokenTtl < 300) reject('client_session_token_ttl', 'must be at least 300')
    if (payload.session_deadline !== undefined && payload.client_session_token_ttl !== undefined) {
      reject('session_deadline', 'must not be given together with client_session_token_ttl')
    }
    if (payload.resources_ttl < tokenTtl + SECONDS_PER_DAY) {
      reject('resources_ttl', 'must be at least 86400 more than client_session_token_ttl')
    }
    const requestsNothing =
      payload.requested_checks.length + payload.requested_tasks.length === 0 &&
      payload.identity_profile_requirements === undefined &&
      payload.advanced_identity_profile_requirements === undefined
    if (requestsNothing) reject('requested_checks', 'must not be empty')
  })

export type ApplicantProfile = z.infer<typeof applicantProfile>
export type RequiredLetter = z.infer<typeof requiredLetter>
export type SessionPayload = z.infer<typeof sessionPayloadSchema>

export function parseSessionPayload(body: Buffer, now: number): SessionPayload {
  const payload = parsePayload(sessionPayloadSchema, body)
  const { session_deadline: deadline } = payload
  if (deadline === undefined || Date.parse(deadline) > now) return payload
  throw createPropertyError('session_deadline', 'must be in the future')
}

/** Yoti requires https. The emulator also accepts http on loopback, for local development. */
function isNotificationEndpoint(value: string): boolean {
  if (!URL.canParse(value)) return false
  const { protocol, hostname } = new URL(value)
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK_HOSTS.includes(hostname))
}

/** A United Kingdom address (format 1) needs at least one field that identifies the building. */
function isPostalAddress(value: unknown): boolean {
  const address = z.looseObject({ address_format: z.coerce.number() }).safeParse(value).data
  if (address === undefined) return false
  return address.address_format !== 1 || BUILDING_FIELDS.some((field) => field in address)
}
