import { isDocumentAllowed, type DocumentFilter } from './document-filter.js'
import {
  listSupportedCountries,
  type SupportedCountry,
  type SupportedDocument,
} from './supported-documents.js'

/** Documents that match one of the filters. Without filters, those in Latin script. */
type Filters = readonly DocumentFilter[]

/** The supported documents that match the filters. */
export function listAllowedCountries(filters: Filters): SupportedCountry[] {
  return listSupportedCountries({ includeNonLatin: true })
    .map(({ code, supported_documents: documents }) => ({
      code,
      supported_documents: documents.filter((document) =>
        isSupportedDocumentAllowed(filters, code, document),
      ),
    }))
    .filter(({ supported_documents: documents }) => documents.length > 0)
}

export function isDocumentAllowedByFilters(
  filters: Filters,
  country: string,
  documentType: string,
): boolean {
  return listAllowedCountries(filters).some(
    ({ code, supported_documents: documents }) =>
      code === country && documents.some(({ type }) => type === documentType),
  )
}

export function isExpiredAllowed(filters: Filters, country: string, documentType: string): boolean {
  return filters.some(
    (filter) =>
      filter.allow_expired_documents === true && isDocumentAllowed(filter, country, documentType),
  )
}

function isSupportedDocumentAllowed(
  filters: Filters,
  country: string,
  document: SupportedDocument,
): boolean {
  if (filters.length === 0) return document.is_strictly_latin
  return filters.some(
    (filter) =>
      (document.is_strictly_latin || filter.allow_non_latin_documents === true) &&
      isDocumentAllowed(filter, country, document.type),
  )
}
