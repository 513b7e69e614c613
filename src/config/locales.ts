import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { compareCatalogues, readBuiltInCatalogues, type Catalogue } from '../http/catalogues.js'
import { readJsonFile, readOrProblem } from './files.js'

const catalogueSchema: z.ZodType<Catalogue> = z.lazy(() =>
  z.record(z.string(), z.union([z.string(), catalogueSchema])),
)
const catalogueFile = z.custom<Catalogue>(
  (value) => catalogueSchema.safeParse(value).success,
  'expected texts in groups, as in locales/en.json. Correct it.',
)

/** The catalogues of `LOCALES_DIR`: more languages, or other texts. */
export function readCustomCatalogues(
  folder: string | undefined,
  problems: string[],
  warnings: string[],
): Record<string, Catalogue> {
  if (folder === undefined) return {}
  const builtIn = readBuiltInCatalogues()
  const catalogues: Record<string, Catalogue> = {}
  const files = readOrProblem('LOCALES_DIR', folder, problems, (path) => readdirSync(path))
  if (files?.some((file) => file.endsWith('.json')) === false) {
    problems.push('LOCALES_DIR: contains no catalogue. Add one such as fr.json, or unset it.')
  }
  for (const file of files?.filter((each) => each.endsWith('.json')) ?? []) {
    const language = file.replace(/\.json$/, '')
    const name = `LOCALES_DIR: ${file}`
    const catalogue = readJsonFile(name, join(folder, file), catalogueFile, problems)
    if (catalogue === undefined) continue
    if (!isCanonicalTag(language)) {
      problems.push(`${name}: expected a language tag as its name, such as fr.json. Rename it.`)
      continue
    }
    const { missing, unknown, differing } = compareCatalogues(language, catalogue, builtIn.en ?? {})
    problems.push(
      ...unknown.map((key) => `${name}: ${key} is not a text of locales/en.json. Remove it.`),
      ...differing.map(
        (key) =>
          `${name}: ${key} has other placeholders than locales/en.json. Use the same {{names}}.`,
      ),
    )
    if (builtIn[language] === undefined && missing.length > 0) {
      warnings.push(
        `${name} lacks ${missing.length} texts, which are shown in English. The first is ${missing[0] ?? ''}.`,
      )
    }
    catalogues[language] = catalogue
  }
  return catalogues
}

function isCanonicalTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag)[0] === tag
  } catch {
    return false
  }
}
