import type { Person } from './person.js'

// Letters that do not decompose into a base letter and a mark (ICAO 9303 part 3, section 6).
const REPLACEMENTS: Record<string, string> = {
  ...{ Ä: 'AE', Å: 'AA', Æ: 'AE', Ð: 'D', Đ: 'D', Ħ: 'H', Ł: 'L', Ŋ: 'N', Ö: 'OE', Ø: 'OE' },
  ...{ Œ: 'OE', Þ: 'TH', Ŧ: 'T', Ü: 'UE', ẞ: 'SS' },
}

/** For a machine readable zone: `A-Z`, with `<` between the parts. */
export function transliterate(name: string): string {
  return Array.from(
    name.normalize('NFC').toUpperCase(),
    (letter) => REPLACEMENTS[letter] ?? letter.normalize('NFD'),
  )
    .join('')
    .replace(/[\s-]+/g, '<')
    .replace(/[^A-Z<]/g, '')
    .replace(/<{2,}/g, '<')
    .replace(/^<|<$/g, '')
}

interface MrzFields extends Pick<
  Person,
  'familyName' | 'givenNames' | 'dateOfBirth' | 'gender' | 'nationality'
> {
  /** `P`, `I`, `IR` and so on. */
  documentCode: string
  issuingCountry: string
  documentNumber: string
  /** `yyyy-mm-dd`, as `dateOfBirth` is. */
  expirationDate: string
}

/** Two lines of 44 in a booklet, as in passports, or three of 30 on a card (ICAO 9303 parts 4 and 5). */
export function buildMrz(fields: MrzFields, format: 'booklet' | 'card') {
  const issuer = pad(fields.documentCode, 2) + pad(fields.issuingCountry, 3)
  const number = appendCheckDigit(pad(fields.documentNumber, 9))
  const birth = appendCheckDigit(formatMrzDate(fields.dateOfBirth))
  const expiry = appendCheckDigit(formatMrzDate(fields.expirationDate))
  const nationality = pad(fields.nationality, 3)
  const sex = fields.gender === 'MALE' ? 'M' : 'F'
  if (format === 'booklet') {
    const personal = appendCheckDigit(pad('', 14))
    const composite = computeCheckDigit(number + birth + expiry + personal)
    return {
      type: 2,
      line1: issuer + joinNames(fields, 39),
      line2: number + nationality + birth + sex + expiry + personal + composite,
    }
  }
  const document = number + pad('', 15)
  const optional = pad('', 11)
  const composite = computeCheckDigit(document + birth + expiry + optional)
  return {
    type: 1,
    line1: issuer + document,
    line2: birth + sex + expiry + nationality + optional + composite,
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

// A long family name must leave room for the start of a given name.
function joinNames({ familyName, givenNames }: MrzFields, width: number): string {
  const family = transliterate(familyName).slice(0, width - 3)
  return pad(`${family}<<${transliterate(givenNames)}`, width)
}

function pad(text: string, width: number): string {
  return text.slice(0, width).padEnd(width, '<')
}
