import { z } from 'zod'
import { documentFilterSchema } from './document-filter.js'

const DBS_OBJECTIVES = ['BASIC', 'STANDARD', 'ENHANCED']
const ANY_OBJECTIVE = undefined

// Schemes by trust framework, objectives by scheme.
const SCHEMES_BY_FRAMEWORK: Record<string, Record<string, readonly string[] | undefined>> = {
  UK_TFIDA: {
    DBS: DBS_OBJECTIVES,
    DBS_RTW: DBS_OBJECTIVES,
    RTW: ANY_OBJECTIVE,
    RTR: ANY_OBJECTIVE,
  },
  YOTI_GLOBAL: {
    IDENTITY: ANY_OBJECTIVE,
    GBR_RTW_SHARECODE: ANY_OBJECTIVE,
    CAN_CRC: ANY_OBJECTIVE,
  },
}

const trustFramework = z.enum(Object.keys(SCHEMES_BY_FRAMEWORK))

const schemeSchema = z.looseObject({
  type: z.string().min(1),
  objective: z.string().optional(),
  config: z.looseObject({ filter: documentFilterSchema.optional() }).optional(),
})

export type Scheme = z.infer<typeof schemeSchema> & { label?: string }

export const identityProfileSchema = z
  .looseObject({ trust_framework: trustFramework, scheme: schemeSchema })
  .superRefine(({ trust_framework: framework, scheme }, context) => {
    for (const { property, message } of validateScheme(framework, scheme)) {
      context.addIssue({ code: 'custom', path: ['scheme', property], message })
    }
  })

const profileSchema = z
  .looseObject({
    trust_framework: trustFramework,
    schemes: z.array(schemeSchema.extend({ label: z.string().min(1) })).min(1),
  })
  .superRefine(({ trust_framework: framework, schemes }, context) => {
    for (const [index, scheme] of schemes.entries()) {
      for (const { property, message } of validateScheme(framework, scheme)) {
        context.addIssue({ code: 'custom', path: ['schemes', index, property], message })
      }
    }
  })

export const advancedIdentityProfileSchema = z.looseObject({
  profiles: z.array(profileSchema).min(1),
})

function* validateScheme(
  framework: string,
  { type, objective }: Scheme,
): Generator<{ property: 'type' | 'objective'; message: string }> {
  const schemes = SCHEMES_BY_FRAMEWORK[framework] ?? {}
  if (!(type in schemes)) {
    yield { property: 'type', message: `must be one of ${Object.keys(schemes).join(', ')}` }
    return
  }
  const objectives = schemes[type]
  if (objectives !== undefined && objective !== undefined && !objectives.includes(objective)) {
    yield { property: 'objective', message: `must be one of ${objectives.join(', ')}` }
  }
}
