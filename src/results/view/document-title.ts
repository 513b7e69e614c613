import { getCountryName } from './country-name.js'
import { DOCUMENT_TYPES } from './document-labels.js'
import { label } from './labels.js'

/** "Passport, United Kingdom" */
export function getDocumentTitle(document: {
  document_type?: string | undefined
  issuing_country?: string | undefined
}): string {
  const { document_type: type, issuing_country: country } = document
  const name = type === undefined ? 'Document' : getDocumentTypeName(type)
  return country === undefined ? name : `${name}, ${getCountryName(country)}`
}

/** `DRIVING_LICENCE` becomes "Driving licence". */
export function getDocumentTypeName(type: string): string {
  return label(DOCUMENT_TYPES, type)
}
