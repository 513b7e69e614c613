import { getCountryName } from '../../labels/country-name.js'
import { getDocumentTypeName } from '../../labels/document-types.js'

/** "Passport, United Kingdom" */
export function getDocumentTitle(document: {
  document_type?: string | undefined
  issuing_country?: string | undefined
}): string {
  const { document_type: type, issuing_country: country } = document
  const name = type === undefined ? 'Document' : getDocumentTypeName(type)
  return country === undefined ? name : `${name}, ${getCountryName(country)}`
}
