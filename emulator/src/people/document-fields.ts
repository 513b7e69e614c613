import { buildMrz, transliterate } from './mrz.js'
import { hashToNumber, type Person } from './person.js'
import { buildPostalAddress, getCountryName } from './postal-address.js'

const YEARS_SINCE_ISSUE = 2
const YEARS_VALID = 10
// Yoti accepts bills that are at most three months old.
const DAYS_SINCE_LETTER = 20

const BOOKLETS = ['PASSPORT', 'TRAVEL_DOCUMENT']
const ONE_SIDED_CARDS = ['PASS_CARD']
const MRZ_CODES: Partial<Record<string, string>> = { NATIONAL_ID: 'I', RESIDENCE_PERMIT: 'IR' }
const ORGANISATIONS: Partial<Record<string, string>> = {
  UTILITY_BILL: 'Sampleford Water',
  PHONE_BILL: 'Pretend Telephones',
  BANK_STATEMENT: 'Bank of Nowhere',
  COUNCIL_TAX_BILL: 'Sampleford Council',
}

/** A booklet has one page with a two-line MRZ. Everything else is a card. */
export function isBooklet(documentType: string): boolean {
  return BOOKLETS.includes(documentType)
}

export function countSides(documentType: string): 1 | 2 {
  return isBooklet(documentType) || ONE_SIDED_CARDS.includes(documentType) ? 1 : 2
}

/** In Yoti's key order. Missing data has no key. */
export function buildDocumentFields(
  person: Person,
  issuingCountry: string,
  documentType: string,
  now: number,
): Record<string, unknown> {
  const { dateOfIssue, expirationDate } = buildDocumentDates(person, documentType, now)
  const documentNumber = buildDocumentNumber(person, issuingCountry, documentType)
  const format = isBooklet(documentType) ? 'booklet' : 'card'
  const documentCode = format === 'booklet' ? 'P' : MRZ_CODES[documentType]
  const nationality = documentType === 'RESIDENCE_PERMIT' ? person.nationality : issuingCountry
  const printed = { ...person, issuingCountry, documentNumber, nationality, expirationDate }
  const isNationalId = documentType === 'NATIONAL_ID'
  return {
    full_name: `${person.givenNames} ${person.familyName}`.toUpperCase(),
    date_of_birth: person.dateOfBirth,
    ...(documentCode && { nationality }),
    given_names: person.givenNames.toUpperCase(),
    family_name: person.familyName.toUpperCase(),
    ...(!isNationalId && { place_of_birth: person.placeOfBirth.toUpperCase() }),
    gender: person.gender,
    ...(!documentCode && { structured_postal_address: buildPostalAddress(person, issuingCountry) }),
    document_type: documentType,
    issuing_country: issuingCountry,
    document_number: documentNumber,
    expiration_date: expirationDate,
    date_of_issue: dateOfIssue,
    ...(!isNationalId && { issuing_authority: getIssuingAuthority(issuingCountry, documentType) }),
    ...(documentCode && { mrz: buildMrz({ ...printed, documentCode }, format) }),
    document_template: {
      front_page_name: `${getCountryName(issuingCountry)} - Specimen (${dateOfIssue.slice(0, 4)})`,
    },
  }
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
    date_of_issue: formatDate(now - DAYS_SINCE_LETTER * 86_400_000),
    organisation: ORGANISATIONS[documentType] ?? 'Specimen Organisation',
  }
}

function getIssuingAuthority(issuingCountry: string, documentType: string): string {
  if (issuingCountry === 'GBR' && documentType === 'PASSPORT') return 'HMPO'
  if (issuingCountry === 'GBR' && documentType === 'DRIVING_LICENCE') return 'DVLA'
  if (issuingCountry === 'USA' && documentType !== 'PASSPORT') return 'CALIFORNIA'
  return 'SPECIMEN AUTHORITY'
}

/** The document is valid for the whole year of `now`, and the dates do not change within that year. */
function buildDocumentDates({ id }: Person, documentType: string, now: number) {
  const year = new Date(now).getUTCFullYear() - YEARS_SINCE_ISSUE
  const number = hashToNumber(`${id} ${documentType}`)
  const month = number % 12
  const day = 1 + (Math.floor(number / 12) % 28)
  // Licences expire the day before the anniversary, other documents on it.
  const lastDay = documentType === 'DRIVING_LICENCE' ? day - 1 : day
  return {
    dateOfIssue: formatDate(Date.UTC(year, month, day)),
    expirationDate: formatDate(Date.UTC(year + YEARS_VALID, month, lastDay)),
  }
}

function formatDate(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

function buildDocumentNumber(person: Person, issuingCountry: string, documentType: string): string {
  const number = hashToNumber(`${person.id} ${issuingCountry} ${documentType}`)
  const digits = String(number).padStart(10, '0')
  if (issuingCountry === 'GBR' && documentType === 'DRIVING_LICENCE') {
    return buildBritishLicenceNumber(person, digits)
  }
  if (issuingCountry === 'GBR' && documentType === 'PASSPORT') return digits.slice(0, 9)
  return `SPX${digits.slice(0, 6)}`
}

/** 18 characters: surname, decade, month (plus 50 for women), day, year, initials, issuer's digits. */
function buildBritishLicenceNumber(person: Person, digits: string): string {
  const [year = '', month = '', day = ''] = person.dateOfBirth.split('-')
  const surname = transliterate(person.familyName).replaceAll('<', '').slice(0, 5).padEnd(5, '9')
  const initials = transliterate(person.givenNames)
    .split('<')
    .map((name) => name.charAt(0))
    .join('')
  const codedMonth = String(Number(month) + (person.gender === 'FEMALE' ? 50 : 0)).padStart(2, '0')
  const birth = year.charAt(2) + codedMonth + day + year.charAt(3)
  return `${surname}${birth}${initials.slice(0, 2).padEnd(2, '9')}9XX${digits.slice(0, 2)}`
}
