import { describe, expect, it } from '@jest/globals'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compareCatalogues, type Catalogues } from '../../src/http/catalogues.js'

const PROJECT = join(import.meta.dirname, '..', '..')
const AREAS = [
  { folder: 'locales', sources: ['src', 'views'], minUsed: 100 },
  { folder: 'emulator/locales', sources: ['emulator/public'], minUsed: 80 },
  { folder: 'examples/signup/locales', sources: ['examples/signup'], minUsed: 20 },
].map((area) => ({ ...area, catalogues: readCatalogues(area.folder) }))
const LANGUAGES = ['ar', 'cy', 'de', 'en', 'es', 'fr', 'pl']

describe.each(AREAS)('$folder/en.json', ({ folder, sources: folders, minUsed }) => {
  const keys = listKeys(JSON.parse(readFileSync(join(PROJECT, folder, 'en.json'), 'utf8')))
  const sources = folders.flatMap(readAll).join('\n')
  const literals = matchAll(/['"]([\w.-]+)['"]/g)
  const prefixes = matchAll(/\b(?:t|find)\(\s*`([\w.-]+\.)\$\{/g).filter(
    (prefix) => prefix !== 'labels.',
  )
  const groups = [
    ...matchAll(/\blabel\('(\w+)'/g).map((group) => `labels.${group}.`),
    ...matchAll(/\bgetTexts\('(\w+)'/g).map((group) => `${group}.`),
  ]

  it('has every key that the pages use', () => {
    const used = matchAll(/(?:\b(?:t|find)\('|data-text=")([^'"]+)['"]/g)
    expect(used.length).toBeGreaterThan(minUsed)
    expect(used.filter((key) => !keys.includes(key))).toEqual([])
    const families = [...prefixes, ...groups]
    expect(families.filter((prefix) => !keys.some((key) => key.startsWith(prefix)))).toEqual([])
  })

  it('has no key that is not used', () => {
    const isUsed = (key: string) =>
      literals.includes(key) || [...prefixes, ...groups].some((prefix) => key.startsWith(prefix))
    expect(keys.filter((key) => !isUsed(key))).toEqual([])
  })

  function matchAll(pattern: RegExp): string[] {
    return [...new Set([...sources.matchAll(pattern)].map(([, match = '']) => match))]
  }
})

describe.each(AREAS)('$folder', ({ catalogues }) => {
  it('has every language', () => {
    expect(Object.keys(catalogues).sort()).toEqual(LANGUAGES)
  })

  it.each(LANGUAGES)(
    '%s.json has the texts, plurals and placeholders of the English catalogue',
    (language) => {
      const { en = {}, [language]: catalogue = {} } = catalogues
      expect(compareCatalogues(language, catalogue, en)).toEqual({
        missing: [],
        unknown: [],
        differing: [],
      })
    },
  )
})

it("the emulator's client page offers every language", () => {
  const module = join(PROJECT, 'emulator/public/assets/locale.js')
  const [, list = ''] = /const LANGUAGES = \[(.*)\]/.exec(readFileSync(module, 'utf8')) ?? []
  expect([...list.matchAll(/\w+/g)].map(([name]) => name).sort()).toEqual(LANGUAGES)
})

function readAll(folder: string): string[] {
  return (
    readdirSync(join(PROJECT, folder), { encoding: 'utf8', recursive: true })
      // The inbox is for developers, and in English only.
      .filter((file) => /\.(ts|ejs|js|html)$/.test(file) && !file.includes('inbox'))
      .map((file) => readFileSync(join(PROJECT, folder, file), 'utf8'))
  )
}

function readCatalogues(folder: string): Catalogues {
  return Object.fromEntries(
    readdirSync(join(PROJECT, folder)).map((file) => [
      file.replace('.json', ''),
      JSON.parse(readFileSync(join(PROJECT, folder, file), 'utf8')) as Catalogues[string],
    ]),
  )
}

/** Without the suffixes of plurals. */
function listKeys(catalogue: unknown, prefix = ''): string[] {
  if (typeof catalogue === 'string') return [prefix.replace(/_(one|other)$/, '')]
  return Object.entries(catalogue as object).flatMap(([key, value]) =>
    listKeys(value, prefix === '' ? key : `${prefix}.${key}`),
  )
}
