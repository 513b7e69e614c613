import { formatDate } from './document-dates.js'
import type { Person } from './person.js'
import { buildPostalAddress } from './postal-address.js'

// Yoti accepts bills that are at most three months old.
const DAYS_SINCE_ISSUE = 20
const ORGANISATIONS: Record<string, string> = {
  UTILITY_BILL: 'Sampleford Water',
  PHONE_BILL: 'Pretend Telephones',
  BANK_STATEMENT: 'Bank of Nowhere',
  COUNCIL_TAX_BILL: 'Sampleford Council',
}

export function buildSupplementaryFields(
  person: Person,
  issuingCountry: string,
  documentType: string,
  now: number,
): Record<string, unknown> {
  return {
    full_name: `${person.givenNames} ${person.familyName}`.toUpperCase(),
    structured_postal_address: buildPostalAddress(person, issuingCountry),
    date_of_issue: formatDate(now - DAYS_SINCE_ISSUE * 86_400_000),
    organisation: ORGANISATIONS[documentType] ?? 'Specimen Organisation',
  }
}
