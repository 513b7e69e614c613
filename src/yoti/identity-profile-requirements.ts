import { z } from 'zod'
import { documentFilter } from './document-filter.js'

const trustFramework = z.enum(['UK_TFIDA', 'YOTI_GLOBAL'])
const schemeType = z.enum([
  'DBS',
  'DBS_RTW',
  'RTW',
  'RTR',
  'IDENTITY',
  'GBR_RTW_SHARECODE',
  'CAN_CRC',
])
/** session-spec-profile-rules.ts checks it against the scheme. */
const objective = z.string()

export type SchemeType = z.infer<typeof schemeType>
export type TrustFramework = z.infer<typeof trustFramework>

/** One trust framework, one scheme. */
export const identityProfileRequirements = z.strictObject({
  trust_framework: trustFramework,
  scheme: z.strictObject({ type: schemeType, objective: objective.exactOptional() }),
})

/** Several trust frameworks and schemes. The result repeats each `label`. */
export const advancedIdentityProfileRequirements = z.strictObject({
  profiles: z
    .array(
      z.strictObject({
        trust_framework: trustFramework,
        schemes: z
          .array(
            z.strictObject({
              type: schemeType,
              objective: objective.exactOptional(),
              label: z.string().min(1),
              config: z.strictObject({ filter: documentFilter.exactOptional() }).exactOptional(),
            }),
          )
          .min(1),
      }),
    )
    .min(1),
})

export type IdentityProfileRequirements = z.infer<typeof identityProfileRequirements>
export type AdvancedIdentityProfileRequirements = z.infer<
  typeof advancedIdentityProfileRequirements
>
