import { z } from 'zod'
import { documentFilter } from './document-filter.js'
import { SUPPLEMENTARY_DOCUMENT_TYPES } from './document-types.js'
import { openEnum, countryCode } from './spec-schema.js'

const idDocument = z.strictObject({
  type: z.literal('ID_DOCUMENT'),
  filter: documentFilter.exactOptional(),
})

const supplementaryDocument = z.strictObject({
  type: z.literal('SUPPLEMENTARY_DOCUMENT'),
  objective: z.strictObject({ type: openEnum('PROOF_OF_ADDRESS', 'UK_DBS') }),
  document_types: z.array(openEnum(...SUPPLEMENTARY_DOCUMENT_TYPES)).exactOptional(),
  country_codes: z.array(countryCode).exactOptional(),
  filter: documentFilter.exactOptional(),
  /** Empty; only in older specifications. */
  config: z.strictObject({}).exactOptional(),
})

/** Repeat an entry to request several documents. */
export const requiredDocument = z.discriminatedUnion('type', [idDocument, supplementaryDocument])

export type RequiredDocument = z.infer<typeof requiredDocument>
