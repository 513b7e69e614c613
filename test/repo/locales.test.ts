import { describe, expect, it } from '@jest/globals'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compareCatalogues, readBuiltInCatalogues } from '../../src/http/catalogues.js'

const catalogues = readBuiltInCatalogues()
const PROJECT = join(import.meta.dirname, '..', '..')

describe('locales/en.json', () => {
  const keys = listKeys(JSON.parse(readFileSync(join(PROJECT, 'locales', 'en.json'), 'utf8')))
  const sources = [...readAll('src', '.ts'), ...readAll('views', '.ejs')].join('\n')
  const literals = matchAll(/'([\w.-]+)'/g)
  const prefixes = matchAll(/\b(?:t|find)\(\s*`([\w.-]+\.)\$\{/g).filter(
    (prefix) => prefix !== 'labels.',
  )
  const groups = matchAll(/\blabel\('(\w+)'/g).map((group) => `labels.${group}.`)

  it('has every key that src and views use', () => {
    const used = matchAll(/\b(?:t|find)\('([^']+)'/g)
    expect(used.length).toBeGreaterThan(100)
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

describe.each(Object.keys(catalogues))('locales/%s.json', (language) => {
  it('has the texts, plurals and placeholders of the English catalogue', () => {
    const { en = {}, [language]: catalogue = {} } = catalogues
    expect(compareCatalogues(language, catalogue, en)).toEqual({
      missing: [],
      unknown: [],
      differing: [],
    })
  })
})

function readAll(folder: string, extension: string): string[] {
  return readdirSync(join(PROJECT, folder), { encoding: 'utf8', recursive: true })
    .filter((file) => file.endsWith(extension))
    .map((file) => readFileSync(join(PROJECT, folder, file), 'utf8'))
}

/** Without the suffixes of plurals. */
function listKeys(catalogue: unknown, prefix = ''): string[] {
  if (typeof catalogue === 'string') return [prefix.replace(/_(one|other)$/, '')]
  return Object.entries(catalogue as object).flatMap(([key, value]) =>
    listKeys(value, prefix === '' ? key : `${prefix}.${key}`),
  )
}
