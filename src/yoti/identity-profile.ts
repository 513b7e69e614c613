import { z } from 'zod'
import { responseObject, openEnum } from './response-schema.js'
import { mediaReference } from './media-reference.js'

const failureReason = responseObject({
  /** For example `MANDATORY_DOCUMENT_NOT_PROVIDED`. */
  reason_code: z.string().exactOptional(),
  requirements_not_met_details: z
    .array(
      responseObject({
        failure_type: z.string().exactOptional(),
        document_type: z.string().exactOptional(),
        document_country_iso_code: z.string().exactOptional(),
        audit_id: z.string().exactOptional(),
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
  subject_id: z.string().exactOptional(),
  failure_reason: failureReason.exactOptional(),
}

export const identityProfile = responseObject({
  ...profile,
  identity_profile_report: responseObject({
    trust_framework: trustFramework.exactOptional(),
    schemes_compliance: schemesCompliance.exactOptional(),
    media: mediaReference.exactOptional(),
  }).exactOptional(),
})

export const advancedIdentityProfile = responseObject({
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

export type IdentityProfile = z.infer<typeof identityProfile>
export type AdvancedIdentityProfile = z.infer<typeof advancedIdentityProfile>
