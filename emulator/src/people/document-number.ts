import type { Person } from './person.js'
import { hashToNumber } from './hash-to-number.js'
import { transliterate } from './transliterate.js'

export function buildDocumentNumber(
  person: Person,
  issuingCountry: string,
  documentType: string,
): string {
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
