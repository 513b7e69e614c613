import { z } from 'zod'
import { applicantProfile } from './applicant-profile.js'
import {
  advancedIdentityProfileRequirements,
  identityProfileRequirements,
} from './identity-profile-requirements.js'
import { notificationsConfig } from './notifications-config.js'
import { requestedCheck } from './requested-checks.js'
import { requestedTask } from './requested-tasks.js'
import { requiredDocument } from './required-documents.js'
import { sdkConfig } from './sdk-config.js'
import { httpUrl } from './spec-schema.js'

const THIRTY_DAYS_SECONDS = 2_592_000
const ONE_YEAR_SECONDS = 31_536_000

/** NOTE: the fields are in the order in which Yoti's Node SDK sends them. */
export const sessionSpec = z.strictObject({
  /** Seconds the user has; Yoti's default is 600. Yoti's client warns the user when less than ten minutes remain. */
  client_session_token_ttl: z.int().min(300).exactOptional(),
  /** Instead of the TTL. */
  session_deadline: z.iso
    .datetime({ offset: true, error: 'expected a time with a zone such as 2030-01-31T12:00:00Z' })
    .exactOptional(),
  /** Seconds until Yoti deletes everything. At least the TTL plus one day. */
  resources_ttl: z.int().min(86_700).exactOptional(),
  /** Never personal data. */
  user_tracking_id: z.string().min(1).exactOptional(),
  notifications: notificationsConfig.exactOptional(),
  requested_checks: z.array(requestedCheck).exactOptional(),
  requested_tasks: z.array(requestedTask).exactOptional(),
  sdk_config: sdkConfig.exactOptional(),
  /** Absent means one identity document of any kind. */
  required_documents: z.array(requiredDocument).exactOptional(),
  /** Skips the consent screen. */
  block_biometric_consent: z.boolean().exactOptional(),
  identity_profile_requirements: identityProfileRequirements.exactOptional(),
  /** Yoti accepts extra fields here. */
  subject: z.looseObject({ subject_id: z.string().exactOptional() }).exactOptional(),
  advanced_identity_profile_requirements: advancedIdentityProfileRequirements.exactOptional(),
  create_identity_profile_preview: z.boolean().exactOptional(),
  /** Seconds. */
  import_token: z
    .strictObject({ ttl: z.int().min(THIRTY_DAYS_SECONDS).max(ONE_YEAR_SECONDS).exactOptional() })
    .exactOptional(),
  resources: z
    .strictObject({ applicant_profile: applicantProfile.exactOptional() })
    .exactOptional(),
  ephemeral_media: z.boolean().exactOptional(),
  /** Verification in a post office or another branch. */
  ibv_options: z
    .strictObject({
      support: z.enum(['MANDATORY', 'NOT_ALLOWED']),
      /** Used by older specifications. */
      required: z.boolean().exactOptional(),
      guidance_url: httpUrl.exactOptional(),
      user_price: z.strictObject({ amount: z.string(), currency: z.string() }).exactOptional(),
    })
    .exactOptional(),
})

/** The body of `POST /sessions`. */
export type SessionSpec = z.infer<typeof sessionSpec>
