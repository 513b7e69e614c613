import { readdirSync, readFileSync } from 'node:fs'

/** Texts by key, in groups. Plurals have suffixes such as `_one`. */
export interface Catalogue {
  [key: string]: string | Catalogue
}

/** By language, which is a tag such as `de` or `pt-BR`. */
export type Catalogues = Readonly<Record<string, Catalogue>>

const BUILT_IN_FOLDER = new URL('../../locales/', import.meta.url)
const PLURAL_SUFFIX = /_(zero|one|two|few|many|other)$/

/** Reads the files once. */
export const readBuiltInCatalogues = once((): Catalogues => {
  const files = readdirSync(BUILT_IN_FOLDER).filter((file) => file.endsWith('.json'))
  return Object.fromEntries(
    files.map((file) => [
      file.replace(/\.json$/, ''),
      JSON.parse(readFileSync(new URL(file, BUILT_IN_FOLDER), 'utf8')) as Catalogue,
    ]),
  )
})

/** The first call creates the value, for what takes long and may not be needed. */
export function once<T extends object>(create: () => T): () => T {
  let value: T | undefined
  return () => (value ??= create())
}

/** The built-in texts with those that are changed. */
export function mergeCatalogues(builtIn: Catalogue = {}, changes: Catalogue = {}): Catalogue {
  const merged = Object.entries(changes).map(([key, text]) => {
    const group = builtIn[key]
    const isGroup = typeof text === 'object' && typeof group === 'object'
    return [key, isGroup ? mergeCatalogues(group, text) : text]
  })
  return { ...builtIn, ...(Object.fromEntries(merged) as Catalogue) }
}

/** Compares a catalogue with the English one, because pages use the keys and placeholders of that. */
export function compareCatalogues(language: string, catalogue: Catalogue, english: Catalogue) {
  const [expected, texts] = [flatten(english), flatten(catalogue)]
  const plurals = listPlurals(language)
  const keys = [...expected.keys()].flatMap((key) => {
    const base = key.replace(PLURAL_SUFFIX, '')
    if (base === key) return key
    return key.endsWith('_other') ? plurals.map((plural) => `${base}_${plural}`) : []
  })
  const getEnglish = (key: string) =>
    expected.get(key) ?? expected.get(key.replace(PLURAL_SUFFIX, '_other')) ?? ''
  return {
    missing: keys.filter((key) => !texts.has(key)),
    unknown: [...texts.keys()].filter((key) => !keys.includes(key) && !expected.has(key)),
    differing: [...texts.keys()].filter(
      (key) =>
        getEnglish(key) !== '' &&
        listPlaceholders(texts.get(key), key) !== listPlaceholders(getEnglish(key), key),
    ),
  }
}

/** The suffixes that whole numbers need. */
function listPlurals(language: string): string[] {
  const rules = new Intl.PluralRules(language)
  return [...new Set(Array.from({ length: 201 }, (_, count) => rules.select(count)))]
}

function flatten(catalogue: Catalogue, prefix = ''): Map<string, string> {
  return new Map(
    Object.entries(catalogue).flatMap(([key, value]) =>
      typeof value === 'string'
        ? [[prefix + key, value] as const]
        : [...flatten(value, `${prefix}${key}.`)],
    ),
  )
}

/** A plural may say its number in words. */
function listPlaceholders(text = '', key: string): string {
  const names = [...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, name = '']) => name)
  const counted = PLURAL_SUFFIX.test(key) ? names.filter((name) => name !== 'count') : names
  return [...new Set(counted)].sort().join(' ')
}
