import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { compareCatalogues, readBuiltInCatalogues, type Catalogue } from '../http/catalogues.js'
import { readJsonFile } from './json-file.js'

const catalogueSchema: z.ZodType<Catalogue> = z.lazy(() =>
  z.record(z.string(), z.union([z.string(), catalogueSchema])),
)

/** The catalogues of `LOCALES_DIR`: more languages, or other texts. */
export function readCustomCatalogues(
  folder: string | undefined,
  readFile: (path: string) => string,
  problems: string[],
  warnings: string[],
): Record<string, Catalogue> {
  if (folder === undefined) return {}
  const builtIn = readBuiltInCatalogues()
  const catalogues: Record<string, Catalogue> = {}
  for (const file of listFiles(folder, problems)) {
    const language = file.replace(/\.json$/, '')
    const name = `LOCALES_DIR: ${file}`
    const json = readJsonFile({ name, path: join(folder, file), readFile }, problems)
    if (json === undefined) continue
    const parsed = catalogueSchema.safeParse(json)
    if (!parsed.success || !isCanonicalTag(language)) {
      problems.push(
        parsed.success
          ? `${name}: expected a language tag as its name, such as fr.json. Rename it.`
          : `${name}: expected texts in groups, as in locales/en.json. Correct it.`,
      )
      continue
    }
    const { missing, unknown, differing } = compareCatalogues(
      language,
      parsed.data,
      builtIn.en ?? {},
    )
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
    catalogues[language] = parsed.data
  }
  return catalogues
}

function listFiles(folder: string, problems: string[]): string[] {
  try {
    const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
    if (files.length === 0) {
      problems.push('LOCALES_DIR: contains no catalogue. Add one such as fr.json, or unset it.')
    }
    return files
  } catch (err) {
    const { code = 'unknown' } = err as NodeJS.ErrnoException
    problems.push(`LOCALES_DIR: cannot be read (${code}). Check the path and its permissions.`)
    return []
  }
}

function isCanonicalTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag)[0] === tag
  } catch {
    return false
  }
}
