import { alpha3ToAlpha2 } from 'i18n-iso-countries/index.js'
import { transliterate } from './mrz.js'

interface Script {
  toNativeScript(latin: string): string
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

/** Transliterates Latin words by sound. Undefined for countries without a table. */
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

// Each consonant with A, I, U, E and O.
const SYLLABLES: Record<string, string> = {
  ...{ '': 'アイウエオ', B: 'バビブベボ', C: 'カシクセコ', D: 'ダヂヅデド', G: 'ガギグゲゴ' },
  ...{ H: 'ハヒフヘホ', J: 'ジジジジジ', K: 'カキクケコ', L: 'ラリルレロ', M: 'マミムメモ' },
  ...{ N: 'ナニヌネノ', P: 'パピプペポ', Q: 'カキクケコ', R: 'ラリルレロ', S: 'サシスセソ' },
  ...{ T: 'タチツテト', W: 'ワイウエヲ', X: 'サシスセソ', Y: 'ヤイユエヨ', Z: 'ザジズゼゾ' },
  ...{ F: 'ハヒフヘホ', V: 'バビブベボ' },
}

// A consonant without a vowel takes the U form. A final N has its own letter.
function writeKatakana(latin: string): string {
  return latin.replace(/[B-DF-HJ-NP-TV-Z]?[AIUEO]|[A-Z]/g, (sound) => {
    if (sound === 'N') return 'ン'
    const vowel = 'AIUEO'.indexOf(sound.slice(-1))
    const consonant = vowel < 0 ? sound : sound.slice(0, -1)
    return SYLLABLES[consonant]?.charAt(vowel < 0 ? 2 : vowel) ?? sound
  })
}
