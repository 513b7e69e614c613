import { z } from 'zod'

const flags = {
  allow_expired_documents: z.boolean().optional(),
  allow_non_latin_documents: z.boolean().optional(),
}

// The SDKs send WHITELIST and BLACKLIST, integrations in production also INCLUDE.
const inclusion = z.enum(['WHITELIST', 'INCLUDE', 'BLACKLIST', 'EXCLUDE'])
const countryCodes = z.array(z.string().regex(/^[A-Z]{3}$/, 'must be ISO 3166-1 alpha-3 codes'))
const documentTypes = z.array(z.string().min(1))
const documents = z
  .array(
    z.object({
      country_codes: countryCodes.optional(),
      document_types: documentTypes.optional(),
    }),
  )
  .min(1)

export const documentFilterSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('ORTHOGONAL_RESTRICTIONS'),
    country_restriction: z.object({ inclusion, country_codes: countryCodes }).optional(),
    type_restriction: z.object({ inclusion, document_types: documentTypes }).optional(),
    // A sample of Yoti's has the list of the other type.
    inclusion: inclusion.default('WHITELIST'),
    documents: documents.optional(),
    ...flags,
  }),
  z.object({ type: z.literal('DOCUMENT_RESTRICTIONS'), inclusion, documents, ...flags }),
])

export type DocumentFilter = z.infer<typeof documentFilterSchema>

export function isDocumentAllowed(
  filter: DocumentFilter,
  country: string,
  documentType: string,
): boolean {
  const isListed = filter.documents?.some(
    ({ country_codes: countries, document_types: types }) =>
      isUnrestrictedOrIncludes(countries, country) && isUnrestrictedOrIncludes(types, documentType),
  )
  const rules = [{ inclusion: filter.inclusion, isListed }]
  if (filter.type === 'ORTHOGONAL_RESTRICTIONS') {
    const { country_restriction: countries, type_restriction: types } = filter
    if (countries) rules.push({ ...countries, isListed: countries.country_codes.includes(country) })
    if (types) rules.push({ ...types, isListed: types.document_types.includes(documentType) })
  }
  return rules.every(
    ({ inclusion: rule, isListed: isIn }) =>
      isIn === undefined || isIn === ['WHITELIST', 'INCLUDE'].includes(rule),
  )
}

/** A missing or empty list matches everything. */
function isUnrestrictedOrIncludes(list: string[] | undefined, value: string): boolean {
  return list === undefined || list.length === 0 || list.includes(value)
}
