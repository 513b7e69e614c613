import { z } from 'zod'
import { applicantProfileSchema } from './applicant-profile.js'
import { documentFilterSchema } from './document-filter.js'
import { ApiError } from './api-error.js'
import {
  advancedIdentityProfileSchema,
  identityProfileSchema,
} from './identity-profile-requirements.js'
import { parsePayload } from './parse-payload.js'
import { requestedCheckSchema, requestedTaskSchema } from './requested-check.js'

const SECONDS_PER_DAY = 86_400
export const DEFAULT_TOKEN_TTL_SECONDS = 600
export const DEFAULT_RESOURCES_TTL_SECONDS = 7 * SECONDS_PER_DAY

const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]']

/** Yoti requires https. The emulator also accepts http on loopback, for local development. */
function isNotificationEndpoint(value: string): boolean {
  if (!URL.canParse(value)) return false
  const url = new URL(value)
  return (
    url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK_HOSTS.includes(url.hostname))
  )
}

const TOPICS = [
  'RESOURCE_UPDATE',
  'TASK_COMPLETION',
  'CHECK_COMPLETION',
  'SESSION_COMPLETION',
  'CLIENT_SESSION_TOKEN_DELETED',
  'NEW_PDF_SUPPLIED',
  'INSTRUCTIONS_EMAIL_REQUESTED',
  'THANK_YOU_EMAIL_REQUESTED',
  'FIRST_BRANCH_VISIT',
] as const

const notificationsSchema = z.object({
  endpoint: z.string().refine(isNotificationEndpoint, 'must be an https URL'),
  topics: z.array(z.string().toUpperCase().pipe(z.enum(TOPICS))).optional(),
  auth_type: z.enum(['BASIC', 'BEARER']).optional(),
  auth_token: z.string().optional(),
})

const colourSchema = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/, 'must be a colour like #2d9fff')
  .optional()
const urlSchema = z
  .string()
  .refine((value) => /^https?:/.test(value) && URL.canParse(value), 'must be a URL')
  .optional()
const textSchema = z.string().optional()

const sdkConfigSchema = z.looseObject({
  allowed_capture_methods: z.enum(['CAMERA', 'CAMERA_AND_UPLOAD']).optional(),
  primary_colour: colourSchema,
  primary_colour_dark_mode: colourSchema,
  secondary_colour: colourSchema,
  font_colour: colourSchema,
  dark_mode: z.enum(['ON', 'OFF', 'AUTO']).optional(),
  locale: textSchema,
  preset_issuing_country: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be an ISO 3166-1 alpha-3 code')
    .optional(),
  success_url: urlSchema,
  error_url: urlSchema,
  privacy_policy_url: urlSchema,
  allow_handoff: z.boolean().optional(),
  biometric_consent_flow: z.enum(['EARLY', 'JUST_IN_TIME']).optional(),
  suppressed_screens: z.array(z.string()).optional(),
  brand_id: textSchema,
  attempts_configuration: z
    .looseObject({
      ID_DOCUMENT_TEXT_DATA_EXTRACTION: z.record(z.string(), z.int().min(1)).optional(),
    })
    .optional(),
})

const requiredDocumentSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ID_DOCUMENT'), filter: documentFilterSchema.optional() }),
  z.object({
    type: z.literal('SUPPLEMENTARY_DOCUMENT'),
    objective: z.looseObject({ type: z.string().min(1) }),
    document_types: z.array(z.string()).optional(),
    country_codes: z.array(z.string()).optional(),
    filter: documentFilterSchema.optional(),
  }),
])

// Some of Yoti's samples send these numbers as strings.
const secondsSchema = z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)], {
  error: 'must be a number of seconds',
})

/** The body of `POST /sessions`. Unknown fields are ignored. */
export const sessionPayloadSchema = z
  .object({
    client_session_token_ttl: secondsSchema.optional(),
    session_deadline: z.iso.datetime({ offset: true }).optional(),
    resources_ttl: secondsSchema.optional(),
    user_tracking_id: textSchema,
    notifications: notificationsSchema.optional(),
    requested_checks: z.array(requestedCheckSchema).default([]),
    requested_tasks: z.array(requestedTaskSchema).default([]),
    sdk_config: sdkConfigSchema.default({}),
    required_documents: z.array(requiredDocumentSchema).default([]),
    block_biometric_consent: z.boolean().default(false),
    identity_profile_requirements: identityProfileSchema.optional(),
    advanced_identity_profile_requirements: advancedIdentityProfileSchema.optional(),
    create_identity_profile_preview: z.boolean().default(false),
    subject: z.looseObject({ subject_id: textSchema }).optional(),
    resources: z.looseObject({ applicant_profile: applicantProfileSchema.optional() }).optional(),
  })
  .superRefine((payload, context) => {
    for (const [property, message] of findIssues(payload)) {
      context.addIssue({ code: 'custom', path: [property], message })
    }
  })

export type SessionPayload = z.infer<typeof sessionPayloadSchema>

export function parseSessionPayload(body: Buffer, now: number): SessionPayload {
  const payload = parsePayload(sessionPayloadSchema, body)
  const { session_deadline: deadline } = payload
  if (deadline === undefined || Date.parse(deadline) > now) return payload
  const problem = { property: 'session_deadline', message: 'must be in the future' }
  throw new ApiError('PAYLOAD_VALIDATION', [problem])
}

function* findIssues(payload: {
  client_session_token_ttl?: number | undefined
  session_deadline?: string | undefined
  resources_ttl?: number | undefined
  requested_checks: unknown[]
  requested_tasks: unknown[]
  identity_profile_requirements?: unknown
  advanced_identity_profile_requirements?: unknown
}): Generator<[string, string]> {
  const tokenTtl = payload.client_session_token_ttl ?? DEFAULT_TOKEN_TTL_SECONDS
  const resourcesTtl = payload.resources_ttl ?? DEFAULT_RESOURCES_TTL_SECONDS
  if (tokenTtl < 300) yield ['client_session_token_ttl', 'must be at least 300']
  if (payload.session_deadline !== undefined && payload.client_session_token_ttl !== undefined) {
    yield ['session_deadline', 'must not be given together with client_session_token_ttl']
  }
  if (resourcesTtl < tokenTtl + SECONDS_PER_DAY) {
    yield ['resources_ttl', 'must be at least 86400 more than client_session_token_ttl']
  }
  const requestsNothing =
    payload.requested_checks.length === 0 &&
    payload.requested_tasks.length === 0 &&
    payload.identity_profile_requirements === undefined &&
    payload.advanced_identity_profile_requirements === undefined
  if (requestsNothing) yield ['requested_checks', 'must not be empty']
}
