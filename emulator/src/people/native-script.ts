import { alpha3ToAlpha2 } from 'i18n-iso-countries/index.js'
import { transliterate } from './transliterate.js'

interface Script {
  toNativeScript(latin: string): string
  /** Language by country; the country completes the locale. */
  languages: Record<string, string>
}

const LATIN = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'

const GREEK: Script = {
  toNativeScript: createLetterMapper('Α Β Κ Δ Ε Φ Γ Χ Ι Τζ Κ Λ Μ Ν Ο Π Κ Ρ Σ Τ Ου Β Ου Ξ Υ Ζ'),
  languages: { GRC: 'el', CYP: 'el' },
}
const CYRILLIC: Script = {
  toNativeScript: createLetterMapper('А Б К Д Е Ф Г Х И Ж К Л М Н О П К Р С Т У В В Кс И З'),
  languages: {
    ...{ BGR: 'bg', BLR: 'be', KAZ: 'kk', KGZ: 'ky', MKD: 'mk', MNG: 'mn', RUS: 'ru' },
    ...{ SRB: 'sr', TJK: 'tg', UKR: 'uk' },
  },
}
const ARABIC: Script = {
  toNativeScript: createLetterMapper('ا ب ك د ي ف ج ه ي ج ك ل م ن و ب ق ر س ت و ف و كس ي ز'),
  languages: Object.fromEntries(
    'ARE BHR DZA EGY IRQ JOR KWT LBN LBY MAR MRT OMN PSE QAT SAU SDN SYR TUN YEM'
      .split(' ')
      .map((country) => [country, 'ar']),
  ),
}
const KATAKANA: Script = { toNativeScript: writeKatakana, languages: { JPN: 'ja' } }

const SCRIPTS = [GREEK, CYRILLIC, ARABIC, KATAKANA]

/** How a country writes Latin words in letters of its own, sound by sound; undefined where that is not known here. */
export function findNativeScript(
  country: string,
): { locale: string; toNativeScript(latin: string): string } | undefined {
  const script = SCRIPTS.find(({ languages }) => country in languages)
  if (script === undefined) return undefined
  return {
    locale: `${script.languages[country]}-${alpha3ToAlpha2(country)}`,
    toNativeScript: (latin) => script.toNativeScript(transliterate(latin).replaceAll('<', ' ')),
  }
}

function createLetterMapper(letters: string): (latin: string) => string {
  const native = letters.split(' ')
  return (latin) =>
    Array.from(latin, (letter) => native[LATIN.indexOf(letter)] ?? letter)
      .join('')
      .toUpperCase()
}

// By consonant, each with A, I, U, E and O.
const SYLLABLES: Record<string, string> = {
  ...{ '': 'アイウエオ', B: 'バビブベボ', C: 'カシクセコ', D: 'ダヂヅデド', G: 'ガギグゲゴ' },
  ...{ H: 'ハヒフヘホ', J: 'ジジジジジ', K: 'カキクケコ', L: 'ラリルレロ', M: 'マミムメモ' },
  ...{ N: 'ナニヌネノ', P: 'パピプペポ', Q: 'カキクケコ', R: 'ラリルレロ', S: 'サシスセソ' },
  ...{ T: 'タチツテト', W: 'ワイウエヲ', X: 'サシスセソ', Y: 'ヤイユエヨ', Z: 'ザジズゼゾ' },
  ...{ F: 'ハヒフヘホ', V: 'バビブベボ' },
}

// A consonant by itself sounds with U; an N that closes a syllable has a letter of its own.
function writeKatakana(latin: string): string {
  return latin.replace(/[B-DF-HJ-NP-TV-Z]?[AIUEO]|[A-Z]/g, (sound) => {
    if (sound === 'N') return 'ン'
    const vowel = 'AIUEO'.indexOf(sound.slice(-1))
    const consonant = vowel < 0 ? sound : sound.slice(0, -1)
    return SYLLABLES[consonant]?.charAt(vowel < 0 ? 2 : vowel) ?? sound
  })
}
