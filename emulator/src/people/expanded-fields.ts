// The main entry of the package loads every language.
import { alpha3ToAlpha2 } from 'i18n-iso-countries/index.js'
import { isStrictlyLatin } from '../capture/supported-documents.js'
import { transliterate } from './mrz.js'

const NAME_FIELDS = ['full_name', 'given_names', 'family_name']
const BARCODE_FIELDS = [
  ...NAME_FIELDS,
  'date_of_birth',
  'gender',
  'document_number',
  'expiration_date',
]
const MRZ_FIELDS = [...BARCODE_FIELDS, 'nationality', 'issuing_country', 'document_type']
// North American cards have a barcode on the back.
const COUNTRIES_WITH_BARCODE = ['USA', 'CAN']

const LANGUAGES: Partial<Record<string, string>> = {
  ...{ CYP: 'el', GRC: 'el', JPN: 'ja' },
  ...{ BGR: 'bg', BLR: 'be', KAZ: 'kk', KGZ: 'ky', MKD: 'mk', MNG: 'mn', RUS: 'ru' },
  ...{ SRB: 'sr', TJK: 'tg', UKR: 'uk' },
  ...Object.fromEntries(
    'ARE BHR DZA EGY IRQ JOR KWT LBN LBY MAR MRT OMN PSE QAT SAU SDN SYR TUN YEM'
      .split(' ')
      .map((country) => [country, 'ar']),
  ),
}

// For A to Z, by sound.
const GREEK = 'Α Β Κ Δ Ε Φ Γ Χ Ι Τζ Κ Λ Μ Ν Ο Π Κ Ρ Σ Τ Ου Β Ου Ξ Υ Ζ'.split(' ')
const CYRILLIC = 'А Б К Д Е Ф Г Х И Ж К Л М Н О П К Р С Т У В В Кс И З'.split(' ')
const ARABIC = 'ا ب ك د ي ف ج ه ي ج ك ل م ن و ب ق ر س ت و ف و كس ي ز'.split(' ')
// Each consonant with A, I, U, E and O.
const KATAKANA: Partial<Record<string, string>> = {
  ...{ '': 'アイウエオ', B: 'バビブベボ', C: 'カシクセコ', D: 'ダヂヅデド', G: 'ガギグゲゴ' },
  ...{ H: 'ハヒフヘホ', J: 'ジジジジジ', K: 'カキクケコ', L: 'ラリルレロ', M: 'マミムメモ' },
  ...{ N: 'ナニヌネノ', P: 'パピプペポ', Q: 'カキクケコ', R: 'ラリルレロ', S: 'サシスセソ' },
  ...{ T: 'タチツテト', W: 'ワイウエヲ', X: 'サシスセソ', Y: 'ヤイユエヨ', Z: 'ザジズゼゾ' },
  ...{ F: 'ハヒフヘホ', V: 'バビブベボ' },
}

/**
 * Each value with its source on the document and its script. A name can occur several times:
 * printed in Latin and in native script, in the MRZ, in a barcode.
 */
export function expandFields(
  fields: Record<string, unknown>,
  issuingCountry: string,
  documentType: string,
) {
  const printed = listPrintedFields(fields)
  const pick = (names: readonly string[]) => printed.filter(([name]) => names.includes(name))
  const isLatin = isStrictlyLatin(issuingCountry, documentType)
  const language = isLatin ? undefined : LANGUAGES[issuingCountry]
  const inMrz = typeof fields.mrz === 'object' ? pick(MRZ_FIELDS) : []
  const isCard = documentType === 'DRIVING_LICENCE' || documentType === 'STATE_ID'
  const hasBarcode = COUNTRIES_WITH_BARCODE.includes(issuingCountry) && isCard
  const inLatin = (source: 'VIZ' | 'MRZ' | 'BARCODE', [name, value]: [string, string]) => {
    return { name, value, locale: 'la', source }
  }
  return {
    fields: [
      ...printed.flatMap(([name, value]) => {
        const latin = inLatin('VIZ', [name, value])
        if (language === undefined || !NAME_FIELDS.includes(name)) return [latin]
        const locale = `${language}-${alpha3ToAlpha2(issuingCountry)}`
        const native = writeNative(value, language)
        return [
          { ...latin, value: native, locale, is_non_latin: true },
          { ...latin, is_transliteration: true },
        ]
      }),
      ...inMrz.map(([name, value]) => {
        const letters = transliterate(value).replaceAll('<', ' ')
        return inLatin('MRZ', [name, NAME_FIELDS.includes(name) ? letters : value])
      }),
      ...(hasBarcode ? pick(BARCODE_FIELDS) : []).map((field) => inLatin('BARCODE', field)),
    ],
  }
}

function listPrintedFields(fields: Record<string, unknown>): [string, string][] {
  const address = fields.structured_postal_address as { formatted_address?: unknown } | undefined
  return Object.entries({
    ...fields,
    ...(address && { postal_address: address.formatted_address }),
  }).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
}

/** Writes Latin words by sound. */
function writeNative(name: string, language: string): string {
  const latin = transliterate(name).replaceAll('<', ' ')
  if (language === 'ja') return writeKatakana(latin)
  const letters = language === 'el' ? GREEK : language === 'ar' ? ARABIC : CYRILLIC
  return latin.replace(/[A-Z]/g, (one) => letters[one.charCodeAt(0) - 65] ?? '').toUpperCase()
}

// A consonant without a vowel takes the U form. A final N has its own letter.
function writeKatakana(latin: string): string {
  return latin.replace(/[B-DF-HJ-NP-TV-Z]?[AIUEO]|[A-Z]/g, (sound) => {
    if (sound === 'N') return 'ン'
    const vowel = 'AIUEO'.indexOf(sound.slice(-1))
    const consonant = vowel < 0 ? sound : sound.slice(0, -1)
    return KATAKANA[consonant]?.charAt(vowel < 0 ? 2 : vowel) ?? sound
  })
}
