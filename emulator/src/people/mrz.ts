import { transliterate } from './transliterate.js'

export interface MrzFields {
  /** `P`, `I`, `IR` and so on. */
  documentCode: string
  issuingCountry: string
  documentNumber: string
  nationality: string
  /** `yyyy-mm-dd`, as `expirationDate` is. */
  dateOfBirth: string
  expirationDate: string
  gender: 'MALE' | 'FEMALE'
  familyName: string
  givenNames: string
}

/** Two lines of 44, as in passports (ICAO 9303 part 4). */
export function buildTd3(fields: MrzFields): { type: 2; line1: string; line2: string } {
  const number = appendCheckDigit(pad(fields.documentNumber, 9))
  const birth = appendCheckDigit(formatMrzDate(fields.dateOfBirth))
  const expiry = appendCheckDigit(formatMrzDate(fields.expirationDate))
  const personal = appendCheckDigit(pad('', 14))
  const composite = computeCheckDigit(number + birth + expiry + personal)
  const nationality = pad(fields.nationality, 3)
  return {
    type: 2,
    line1: joinIssuer(fields) + joinNames(fields, 39),
    line2: number + nationality + birth + toSex(fields) + expiry + personal + composite,
  }
}

/** Three lines of 30, as on identity cards (ICAO 9303 part 5). */
export function buildTd1(fields: MrzFields): {
  type: 1
  line1: string
  line2: string
  line3: string
} {
  const number = appendCheckDigit(pad(fields.documentNumber, 9)) + pad('', 15)
  const birth = appendCheckDigit(formatMrzDate(fields.dateOfBirth))
  const expiry = appendCheckDigit(formatMrzDate(fields.expirationDate))
  const optional = pad('', 11)
  const composite = computeCheckDigit(number + birth + expiry + optional)
  const nationality = pad(fields.nationality, 3)
  return {
    type: 1,
    line1: joinIssuer(fields) + number,
    line2: birth + toSex(fields) + expiry + nationality + optional + composite,
    line3: joinNames(fields, 30),
  }
}

/** Weights 7, 3, 1. Digits count as themselves, A-Z as 10-35, fillers as 0. */
export function computeCheckDigit(text: string): string {
  const weights = [7, 3, 1]
  const sum = Array.from(text, (character) =>
    character === '<' ? 0 : Number.parseInt(character, 36),
  ).reduce((total, value, index) => total + value * (weights[index % 3] ?? 0), 0)
  return String(sum % 10)
}

function appendCheckDigit(text: string): string {
  return text + computeCheckDigit(text)
}

function formatMrzDate(date: string): string {
  return date.slice(2).replaceAll('-', '')
}

function toSex({ gender }: MrzFields): string {
  return gender === 'MALE' ? 'M' : 'F'
}

function joinIssuer({ documentCode, issuingCountry }: MrzFields): string {
  return pad(documentCode, 2) + pad(issuingCountry, 3)
}

// A long family name must leave room for the start of a given name.
function joinNames({ familyName, givenNames }: MrzFields, width: number): string {
  const family = transliterate(familyName).slice(0, width - 3)
  return pad(`${family}<<${transliterate(givenNames)}`, width)
}

function pad(text: string, width: number): string {
  return text.slice(0, width).padEnd(width, '<')
}
