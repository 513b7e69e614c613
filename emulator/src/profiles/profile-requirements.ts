import { z } from 'zod'
import { documentFilterSchema } from '../sessions/document-filter.js'

// The objectives of other schemes are not restricted.
const DBS_OBJECTIVES = ['BASIC', 'STANDARD', 'ENHANCED']

const createSchemeSchema = (...types: string[]) =>
  z
    .looseObject({
      type: z.enum(types),
      objective: z.string().optional(),
      label: z.string().min(1).optional(),
      config: z.looseObject({ filter: documentFilterSchema.optional() }).optional(),
    })
    .refine(
      ({ type, objective }) =>
        !type.startsWith('DBS') || [undefined, ...DBS_OBJECTIVES].includes(objective),
      { path: ['objective'], error: `must be one of ${DBS_OBJECTIVES.join(', ')}` },
    )

type SchemeSchema = ReturnType<typeof createSchemeSchema>
export type Scheme = z.infer<SchemeSchema>

const UK_TFIDA = createSchemeSchema('DBS', 'DBS_RTW', 'RTW', 'RTR')
const YOTI_GLOBAL = createSchemeSchema(
  'IDENTITY',
  'IDENTITY_PLUS_ADDRESS',
  'GBR_RTW_SHARECODE',
  'CAN_CRC',
)

const forEachFramework = <Shape extends z.ZodRawShape>(toShape: (scheme: SchemeSchema) => Shape) =>
  z.discriminatedUnion('trust_framework', [
    z.looseObject({ trust_framework: z.literal('UK_TFIDA'), ...toShape(UK_TFIDA) }),
    z.looseObject({ trust_framework: z.literal('YOTI_GLOBAL'), ...toShape(YOTI_GLOBAL) }),
  ])

export const identityProfileSchema = forEachFramework((scheme) => ({ scheme }))

export const advancedIdentityProfileSchema = z.looseObject({
  profiles: z.array(forEachFramework((scheme) => ({ schemes: z.array(scheme).min(1) }))).min(1),
})
