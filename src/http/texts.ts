// The package's main entry loads the names of every language, but only the codes are needed.
import { alpha3ToAlpha2 } from 'i18n-iso-countries/index.js'
import { createInstance } from 'i18next'
import type en from '../../locales/en.json'
import { mergeCatalogues, once, readBuiltInCatalogues, type Catalogues } from './catalogues.js'

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
  /** The name of the catalogue, such as `de`. */
  language: string
  /** In the language itself. */
  languageName: string
  /** For `Intl`. */
  locale: string
  direction: string
  t: (key: TextKey, values?: TextValues) => string
  /** Returns undefined without such a text, for keys with a name that others choose. */
  find: (key: string, values?: TextValues) => string | undefined
  /** The label of one of Yoti's names. A name without a label is made readable. */
  label: (group: LabelGroup, wireName: string) => string
  /** `GBR` becomes "United Kingdom". Codes outside ISO 3166-1 stay unchanged. */
  country: (alpha3: string) => string
  list: (items: readonly string[]) => string
  date: (time: number) => string
}

/** The texts of every language, by its name. English is the first, and replaces what others lack. */
export function createAllTexts(custom: Catalogues = {}): ReadonlyMap<string, Texts> {
  const builtIn = readBuiltInCatalogues()
  const languages = new Set(['en', ...Object.keys(builtIn), ...Object.keys(custom)])
  return new Map([...languages].map((each) => [each, createTexts(each, custom, builtIn)]))
}

export function createTexts(
  language = 'en',
  custom: Catalogues = {},
  builtIn = readBuiltInCatalogues(),
): Texts {
  const toResource = (name: string) => ({
    translation: mergeCatalogues(builtIn[name], custom[name]),
  })
  const own = toResource(language)
  const { direction } = own.translation
  const i18n = createInstance({
    lng: language,
    fallbackLng: 'en',
    resources: { en: toResource('en'), [language]: own },
    nsSeparator: false,
    // Views escape HTML. Latin names and numbers would reorder the words around them.
    interpolation: {
      escapeValue: direction === 'rtl',
      escape: (value) => `\u2068${value}\u2069`,
    },
  })
  void i18n.init()
  /** Without values. Only what exists, so it is bounded. i18next takes most of a page's time otherwise. */
  const known = new Map<string, string>()
  const find: Texts['find'] = (key, values) => {
    const seen = values === undefined ? known.get(key) : undefined
    if (seen !== undefined || !i18n.exists(key, values)) return seen
    // A group of texts, and `toString`, exist but are no texts.
    const text: unknown = i18n.t(key, { ...values, returnObjects: true })
    if (typeof text !== 'string') return undefined
    if (values === undefined) known.set(key, text)
    return text
  }
  const t: Texts['t'] = (key, values) =>
    (values === undefined ? find(key) : undefined) ?? i18n.t(key, { ...values })
  const locale = t('formatLocale')
  // So that an unknown one fails at start, although what follows reads its data when it is used.
  Intl.getCanonicalLocales(locale)
  const getRegions = once(() => new Intl.DisplayNames([locale], { type: 'region' }))
  const getLists = once(() => new Intl.ListFormat(locale))
  const getDates = once(
    () => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }),
  )
  const name = new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language
  return {
    language,
    languageName: name.charAt(0).toLocaleUpperCase(language) + name.slice(1),
    locale,
    direction: t('direction'),
    t,
    find,
    label: (group, wireName) => find(`labels.${group}.${wireName}`) ?? humanise(wireName),
    country: (alpha3) => {
      const alpha2 = alpha3ToAlpha2(alpha3)
      return alpha2 === undefined ? alpha3 : (getRegions().of(alpha2) ?? alpha3)
    },
    // For Welsh, Intl gives "a(c)", which is "ac" before a vowel.
    list: (items) =>
      getLists()
        .format(items)
        .replace(/ a\(c\) (?=[aeiouwyâêîôûŵŷ])/i, ' ac ')
        .replace(' a(c) ', ' a '),
    date: (time) => getDates().format(time),
  }
}

/** The language of a tag such as `de-AT` among those that there are. */
export function findLanguage(languages: readonly string[], tag: unknown): string | undefined {
  if (typeof tag !== 'string') return undefined
  const [wanted, base] = [tag.toLowerCase(), tag.toLowerCase().replace(/-.*/, '')]
  const find = (name: string) => languages.find((each) => each.toLowerCase() === name)
  return find(wanted) ?? find(base)
}

/** `CHIP_SOD_PARSE` and `chip_sod_parse` become "Chip sod parse". */
export function humanise(wireName: string): string {
  const spaced = wireName.replace(/[_-]+/g, ' ').trim()
  const words = /\p{Ll}/u.test(spaced) ? spaced : spaced.toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
