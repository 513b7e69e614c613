import { z } from 'zod'
import { check } from './check.js'
import { resources } from './resources.js'
import {
  mediaHolder,
  mediaReference,
  openEnum,
  parseResponse,
  responseObject,
} from './response-schema.js'

export type { Breakdown, Check } from './check.js'
export type { LivenessCapture } from './resources.js'
export type { MediaHolder } from './response-schema.js'

const failureReason = responseObject({
  /** For example `MANDATORY_DOCUMENT_NOT_PROVIDED`. */
  reason_code: z.string().exactOptional(),
  requirements_not_met_details: z
    .array(
      responseObject({
        failure_type: z.string().exactOptional(),
        document_type: z.string().exactOptional(),
        document_country_iso_code: z.string().exactOptional(),
        details: z.string().exactOptional(),
      }),
    )
    .exactOptional(),
})

const trustFramework = openEnum('UK_TFIDA', 'YOTI_GLOBAL')

const schemesCompliance = z.array(
  responseObject({
    scheme: responseObject({
      type: openEnum('DBS', 'RTW', 'RTR', 'DBS_RTW', 'IDENTITY'),
      objective: z.string().exactOptional(),
      /** Advanced profiles only: the label of the request. */
      label: z.string().exactOptional(),
    }).exactOptional(),
    requirements_met: z.boolean().exactOptional(),
    requirements_not_met_info: z.string().exactOptional(),
  }),
)

const profile = {
  /** ABORTED comes with a `failure_reason`, DONE with an `identity_profile_report`. */
  result: openEnum('DONE', 'ABORTED'),
  failure_reason: failureReason.exactOptional(),
}

const identityProfile = responseObject({
  ...profile,
  identity_profile_report: responseObject({
    trust_framework: trustFramework.exactOptional(),
    schemes_compliance: schemesCompliance.exactOptional(),
    media: mediaReference.exactOptional(),
  }).exactOptional(),
})

const advancedIdentityProfile = responseObject({
  ...profile,
  identity_profile_report: responseObject({
    compliance: z
      .array(
        responseObject({
          trust_framework: trustFramework.exactOptional(),
          schemes_compliance: schemesCompliance.exactOptional(),
        }),
      )
      .exactOptional(),
    media: mediaReference.exactOptional(),
  }).exactOptional(),
})

const sessionResult = responseObject({
  session_id: z.string(),
  state: openEnum('ONGOING', 'COMPLETED', 'EXPIRED'),
  /** Remaining seconds. Continues to decrease after completion. */
  client_session_token_ttl: z.number().exactOptional(),
  /** Absent after the user has finished or the session has expired. */
  client_session_token: z.string().exactOptional(),
  user_tracking_id: z.string().exactOptional(),
  /** Time of the consent. */
  biometric_consent: z.string().exactOptional(),
  resources: z.prefault(resources, {}),
  checks: z.prefault(z.array(check), []),
  identity_profile: identityProfile.exactOptional(),
  advanced_identity_profile: advancedIdentityProfile.exactOptional(),
  identity_profile_preview: mediaHolder.exactOptional(),
  advanced_identity_profile_preview: mediaHolder.exactOptional(),
  import_token: responseObject({
    media: mediaReference.exactOptional(),
    failure_reason: z.string().exactOptional(),
  }).exactOptional(),
})

export type IdentityProfile = z.infer<typeof identityProfile>
export type AdvancedIdentityProfile = z.infer<typeof advancedIdentityProfile>

/** `GET /sessions/{sessionId}`. Absent `resources` and `checks` become empty. */
export type SessionResult = z.infer<typeof sessionResult>

/** @throws YotiProtocolError with the JSON path of the first unreadable field, never its value */
export function parseSessionResult(value: unknown): SessionResult {
  return parseResponse(sessionResult, value, 'session result')
}
