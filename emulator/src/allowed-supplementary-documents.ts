import { isDocumentAllowed } from './document-filter.js'
import type { RequiredDocument } from './session-spec.js'
import { listSupportedCountries } from './supported-documents.js'

const DEFAULT_DOCUMENT_TYPES = ['UTILITY_BILL', 'PHONE_BILL', 'BANK_STATEMENT', 'COUNCIL_TAX_BILL']

export interface AllowedSupplementaryDocuments {
  document_types: string[]
  country_codes: string[]
}

/** The response has two independent lists, so `isLetterOffered` also checks filters that pair country and type. */
export function listAllowedSupplementaryDocuments(
  document: Extract<RequiredDocument, { type: 'SUPPLEMENTARY_DOCUMENT' }>,
): AllowedSupplementaryDocuments {
  const {
    document_types: types = DEFAULT_DOCUMENT_TYPES,
    country_codes: countries,
    filter,
  } = document
  const codes =
    countries ?? listSupportedCountries({ includeNonLatin: true }).map(({ code }) => code)
  if (filter === undefined) return { document_types: types, country_codes: codes }
  return {
    document_types: types.filter((type) =>
      codes.some((code) => isDocumentAllowed(filter, code, type)),
    ),
    country_codes: codes.filter((code) =>
      types.some((type) => isDocumentAllowed(filter, code, type)),
    ),
  }
}
