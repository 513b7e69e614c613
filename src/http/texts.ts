import { readFileSync } from 'node:fs'
// The package's main entry loads the names of every language, but only the codes are needed.
import { alpha3ToAlpha2 } from 'i18n-iso-countries/index.js'
import { createInstance } from 'i18next'
import type en from '../../locales/en.json'

type WithoutPlural<Key extends string> = Key extends `${infer Base}_${'one' | 'other'}` ? Base : Key
type KeyOf<Catalogue> = {
  [Key in keyof Catalogue & string]: Catalogue[Key] extends string
    ? WithoutPlural<Key>
    : `${Key}.${KeyOf<Catalogue[Key]>}`
}[keyof Catalogue & string]

/** A key of `locales/en.json`. */
export type TextKey = KeyOf<typeof en>
export type LabelGroup = keyof (typeof en)['labels']
/** `count` selects the plural, and `context` a variant such as `title_MATCH`. */
export type TextValues = Readonly<Record<string, unknown>>

/** The texts of one language. They are never HTML. */
export interface Texts {
  /** For `Intl`. */
  locale: string
  t: (key: TextKey, values?: TextValues) => string
  /** Returns undefined without such a text, for keys with a name that others choose. */
  find: (key: string, values?: TextValues) => string | undefined
  /** The label of one of Yoti's names. A name without a label is made readable. */
  label: (group: LabelGroup, wireName: string) => string
  /** `GBR` becomes "United Kingdom". Codes outside ISO 3166-1 stay unchanged. */
  country: (alpha3: string) => string
  list: (items: readonly string[]) => string
}

export function createTexts(language = 'en'): Texts {
  const file = new URL(`../../locales/${language}.json`, import.meta.url)
  const i18n = createInstance({
    lng: language,
    fallbackLng: 'en',
    resources: { [language]: { translation: JSON.parse(readFileSync(file, 'utf8')) as object } },
    nsSeparator: false,
    // Views escape.
    interpolation: { escapeValue: false },
  })
  void i18n.init()
  const t: Texts['t'] = (key, values = {}) => i18n.t(key, values)
  const find: Texts['find'] = (key, values = {}) => {
    if (!i18n.exists(key, values)) return undefined
    // A group of texts, and `toString`, exist but are no texts.
    const text: unknown = i18n.t(key, { ...values, returnObjects: true })
    return typeof text === 'string' ? text : undefined
  }
  const locale = t('formatLocale')
  const regions = new Intl.DisplayNames([locale], { type: 'region' })
  const lists = new Intl.ListFormat(locale)
  return {
    locale,
    t,
    find,
    label: (group, wireName) => find(`labels.${group}.${wireName}`) ?? humanise(wireName),
    country: (alpha3) => {
      const alpha2 = alpha3ToAlpha2(alpha3)
      return alpha2 === undefined ? alpha3 : (regions.of(alpha2) ?? alpha3)
    },
    list: (items) => lists.format(items),
  }
}

/** `CHIP_SOD_PARSE` and `chip_sod_parse` become "Chip sod parse". */
export function humanise(wireName: string): string {
  const spaced = wireName.replace(/[_-]+/g, ' ').trim()
  const words = /\p{Ll}/u.test(spaced) ? spaced : spaced.toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
