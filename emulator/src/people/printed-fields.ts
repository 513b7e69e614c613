import { buildDocumentFields, buildSupplementaryFields } from './document-fields.js'
import type { Person } from './person.js'
import { getCountryName } from './postal-address.js'

export interface PrintedDocument {
  title: string
  countryName: string
  /** Label and value, in printed order. */
  identity: { label: string; value: string }[]
  addressLines: string[]
  mrzLines: string[]
}

const LABELS = {
  family_name: 'Family name',
  given_names: 'Given names',
  date_of_birth: 'Date of birth',
  gender: 'Sex',
  place_of_birth: 'Place of birth',
  nationality: 'Nationality',
  document_number: 'Number',
  date_of_issue: 'Issued',
  expiration_date: 'Expires',
  issuing_authority: 'Authority',
}

/** Must match what the text extraction returns. */
export function buildPrintedDocument(
  person: Person,
  issuingCountry: string,
  documentType: string,
  now: number,
): PrintedDocument {
  const fields = buildDocumentFields(person, issuingCountry, documentType, now)
  return {
    title: documentType.replaceAll('_', ' '),
    countryName: getCountryName(issuingCountry).toUpperCase(),
    identity: Object.entries(LABELS).flatMap(([name, label]) => {
      const value = fields[name]
      return typeof value === 'string' ? [{ label, value }] : []
    }),
    addressLines: readAddressLines(fields),
    mrzLines: readMrzLines(fields.mrz),
  }
}

export function buildPrintedLetter(
  person: Person,
  issuingCountry: string,
  documentType: string,
  now: number,
) {
  const fields = buildSupplementaryFields(person, issuingCountry, documentType, now)
  return {
    title: documentType.replaceAll('_', ' '),
    organisation: String(fields.organisation),
    fullName: String(fields.full_name),
    date: String(fields.date_of_issue),
    addressLines: readAddressLines(fields),
  }
}

function readAddressLines(fields: Record<string, unknown>): string[] {
  const address = fields.structured_postal_address
  if (typeof address !== 'object' || address === null) return []
  return 'formatted_address' in address ? String(address.formatted_address).split('\n') : []
}

function readMrzLines(mrz: unknown): string[] {
  if (typeof mrz !== 'object' || mrz === null) return []
  return Object.entries(mrz).flatMap(([name, line]) =>
    name.startsWith('line') ? [String(line)] : [],
  )
}
