// Letters that do not decompose into a base letter and a mark (ICAO 9303 part 3, section 6).
const REPLACEMENTS: Record<string, string> = {
  Ä: 'AE',
  Å: 'AA',
  Æ: 'AE',
  Ð: 'D',
  Đ: 'D',
  Ħ: 'H',
  Ł: 'L',
  Ŋ: 'N',
  Ö: 'OE',
  Ø: 'OE',
  Œ: 'OE',
  Þ: 'TH',
  Ŧ: 'T',
  Ü: 'UE',
  ẞ: 'SS',
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

interface MrzFields {
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
export function buildTd3(fields: MrzFields) {
  const { number, birth, expiry, nationality, sex } = encodeFields(fields)
  const personal = appendCheckDigit(pad('', 14))
  const composite = computeCheckDigit(number + birth + expiry + personal)
  return {
    type: 2,
    line1: joinIssuer(fields) + joinNames(fields, 39),
    line2: number + nationality + birth + sex + expiry + personal + composite,
  }
}

/** Three lines of 30, as on identity cards (ICAO 9303 part 5). */
export function buildTd1(fields: MrzFields) {
  const { number, birth, expiry, nationality, sex } = encodeFields(fields)
  const document = number + pad('', 15)
  const optional = pad('', 11)
  const composite = computeCheckDigit(document + birth + expiry + optional)
  return {
    type: 1,
    line1: joinIssuer(fields) + document,
    line2: birth + sex + expiry + nationality + optional + composite,
    line3: joinNames(fields, 30),
  }
}

function encodeFields(fields: MrzFields) {
  return {
    number: appendCheckDigit(pad(fields.documentNumber, 9)),
    birth: appendCheckDigit(formatMrzDate(fields.dateOfBirth)),
    expiry: appendCheckDigit(formatMrzDate(fields.expirationDate)),
    nationality: pad(fields.nationality, 3),
    sex: fields.gender === 'MALE' ? 'M' : 'F',
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
