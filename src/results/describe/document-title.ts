import { nameCountry } from './country-name.js'
import { DOCUMENT_TYPES } from './document-words.js'
import { sayIn } from './words.js'

/** "Passport, United Kingdom" */
export function titleDocument(document: {
  document_type?: string | undefined
  issuing_country?: string | undefined
}): string {
  const { document_type: type, issuing_country: country } = document
  const name = type === undefined ? 'Document' : nameDocumentType(type)
  return country === undefined ? name : `${name}, ${nameCountry(country)}`
}

/** `DRIVING_LICENCE` becomes "Driving licence". */
export function nameDocumentType(type: string): string {
  return sayIn(DOCUMENT_TYPES, type)
}
