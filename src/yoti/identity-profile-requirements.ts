import { z } from 'zod'
import { documentFilter } from './document-filter.js'
import { constant } from './spec-schema.js'

const trustFramework = constant('UK_TFIDA', 'YOTI_GLOBAL')
const schemeType = constant(
  'DBS',
  'DBS_RTW',
  'RTW',
  'RTR',
  'IDENTITY',
  'GBR_RTW_SHARECODE',
  'CAN_CRC',
)
const objective = constant('BASIC', 'STANDARD', 'ENHANCED', 'AL_L1', 'AL_M1')

/** One trust framework, one scheme. */
export const identityProfileRequirements = z.strictObject({
  trust_framework: trustFramework,
  scheme: z.strictObject({ type: schemeType, objective: objective.exactOptional() }),
})

/** Several trust frameworks and schemes; `label` comes back in the result. */
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
