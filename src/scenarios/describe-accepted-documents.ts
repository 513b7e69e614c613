import type { DocumentFilter } from '../yoti/session-spec.js'
import type { AcceptedDocuments } from './accepted-documents.js'

export function describeAcceptedDocuments({
  type,
  filters,
  types,
  countries,
}: AcceptedDocuments): string {
  const kind = type === 'ID_DOCUMENT' ? 'an identity document' : 'a supplementary document'
  const lists = [
    ...(types === undefined ? [] : [`of ${types.join(' or ')}`]),
    ...(countries === undefined ? [] : [`from ${countries.join(' or ')}`]),
  ]
  return [kind, ...lists, filters.map(describeFilter).join('; or ')].filter(Boolean).join(' ')
}

function describeFilter(filter: DocumentFilter): string {
  if (filter.type === 'DOCUMENT_RESTRICTIONS') {
    const pairs = filter.documents.map(({ document_types: types, country_codes: countries }) =>
      [types?.join(' or ') ?? 'any', ...(countries ? [`from ${countries.join(' or ')}`] : [])].join(
        ' ',
      ),
    )
    return `${isInclusion(filter.inclusion) ? 'of' : 'but not'} ${pairs.join(', or ')}`
  }
  const { type_restriction: types, country_restriction: countries } = filter
  return [
    ...(types ? [formatList('of', types.inclusion, types.document_types)] : []),
    ...(countries ? [formatList('from', countries.inclusion, countries.country_codes)] : []),
  ].join(', ')
}

function formatList(preposition: string, inclusion: string, values: readonly string[]): string {
  return `${isInclusion(inclusion) ? '' : 'not '}${preposition} ${values.join(' or ')}`
}

function isInclusion(inclusion: string): boolean {
  return inclusion === 'INCLUDE' || inclusion === 'WHITELIST'
}
