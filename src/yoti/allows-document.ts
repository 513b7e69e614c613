import type { DocumentFilter } from './document-filter.js'

/** The properties of a document that a filter evaluates. */
export interface CandidateDocument {
  /** ISO 3166-1 alpha-3. */
  country: string
  type: string
  isStrictlyLatin: boolean
}

/** Whether the filter accepts the document. Without a filter, all Latin documents are accepted. */
export function allowsDocument(
  filter: DocumentFilter | undefined,
  { country, type, isStrictlyLatin }: CandidateDocument,
): boolean {
  if (!isStrictlyLatin && filter?.allow_non_latin_documents !== true) return false
  if (filter === undefined) return true
  if (filter.type === 'ORTHOGONAL_RESTRICTIONS') {
    const { country_restriction: countries, type_restriction: types } = filter
    return (
      (!countries || isIncluded(countries.inclusion, countries.country_codes.includes(country))) &&
      (!types || isIncluded(types.inclusion, types.document_types.includes(type)))
    )
  }
  const named = filter.documents.some(
    ({ country_codes: countries = [], document_types: types = [] }) =>
      isUnrestrictedOrIncludes(countries, country) && isUnrestrictedOrIncludes(types, type),
  )
  return isIncluded(filter.inclusion, named)
}

function isIncluded(inclusion: string, isListed: boolean): boolean {
  return inclusion === 'INCLUDE' || inclusion === 'WHITELIST' ? isListed : !isListed
}

/** An empty list means any value. */
function isUnrestrictedOrIncludes(list: readonly string[], value: string): boolean {
  return list.length === 0 || list.includes(value)
}
