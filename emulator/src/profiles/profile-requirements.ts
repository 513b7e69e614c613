import { z } from 'zod'
import { documentFilterSchema } from '../sessions/document-filter.js'

const SCHEMES_BY_FRAMEWORK: Record<string, readonly string[]> = {
  UK_TFIDA: ['DBS', 'DBS_RTW', 'RTW', 'RTR'],
  YOTI_GLOBAL: ['IDENTITY', 'IDENTITY_PLUS_ADDRESS', 'GBR_RTW_SHARECODE', 'CAN_CRC'],
}
// The objectives of other schemes are not restricted.
const DBS_OBJECTIVES = ['BASIC', 'STANDARD', 'ENHANCED']

const trustFramework = z.enum(Object.keys(SCHEMES_BY_FRAMEWORK))

const schemeSchema = z.looseObject({
  type: z.string().min(1),
  objective: z.string().optional(),
  config: z.looseObject({ filter: documentFilterSchema.optional() }).optional(),
})

export type Scheme = z.infer<typeof schemeSchema> & { label?: string | undefined }

export const identityProfileSchema = z
  .looseObject({ trust_framework: trustFramework, scheme: schemeSchema })
  .superRefine(({ trust_framework: framework, scheme }, context) => {
    reportUnknownScheme(framework, scheme, ['scheme'], context)
  })

export const advancedIdentityProfileSchema = z.looseObject({
  profiles: z
    .array(
      z
        .looseObject({
          trust_framework: trustFramework,
          schemes: z.array(schemeSchema.extend({ label: z.string().min(1).optional() })).min(1),
        })
        .superRefine(({ trust_framework: framework, schemes }, context) => {
          for (const [index, scheme] of schemes.entries()) {
            reportUnknownScheme(framework, scheme, ['schemes', index], context)
          }
        }),
    )
    .min(1),
})

function reportUnknownScheme(
  framework: string,
  { type, objective }: Scheme,
  path: (string | number)[],
  context: z.RefinementCtx,
): void {
  const schemes = SCHEMES_BY_FRAMEWORK[framework] ?? []
  const reject = (property: string, allowed: readonly string[]) => {
    const message = `must be one of ${allowed.join(', ')}`
    context.addIssue({ code: 'custom', path: [...path, property], message })
  }
  if (!schemes.includes(type)) reject('type', schemes)
  else if (type.startsWith('DBS') && ![undefined, ...DBS_OBJECTIVES].includes(objective)) {
    reject('objective', DBS_OBJECTIVES)
  }
}
