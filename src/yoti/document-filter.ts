import { z } from 'zod'
import { countryCode, documentType } from './spec-schema.js'

/** WHITELIST and BLACKLIST are older names for INCLUDE and EXCLUDE. */
const inclusion = z.enum(['INCLUDE', 'EXCLUDE', 'WHITELIST', 'BLACKLIST'])

const flags = {
  allow_expired_documents: z.boolean().exactOptional(),
  allow_non_latin_documents: z.boolean().exactOptional(),
}

/** Countries and types are restricted independently of each other. */
const orthogonalRestrictions = z.strictObject({
  type: z.literal('ORTHOGONAL_RESTRICTIONS'),
  country_restriction: z
    .strictObject({ inclusion, country_codes: z.array(countryCode).min(1) })
    .exactOptional(),
  type_restriction: z
    .strictObject({ inclusion, document_types: z.array(documentType).min(1) })
    .exactOptional(),
  ...flags,
})

/** Each entry pairs countries with types. An absent list means any. */
const documentRestrictions = z.strictObject({
  type: z.literal('DOCUMENT_RESTRICTIONS'),
  inclusion,
  documents: z
    .array(
      z.strictObject({
        document_types: z.array(documentType).exactOptional(),
        country_codes: z.array(countryCode).exactOptional(),
      }),
    )
    .min(1),
  ...flags,
})

export const documentFilter = z.discriminatedUnion('type', [
  orthogonalRestrictions,
  documentRestrictions,
])

export type DocumentFilter = z.infer<typeof documentFilter>
