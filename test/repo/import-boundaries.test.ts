import { describe, expect, it } from '@jest/globals'
import { ESLint } from 'eslint'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import tseslint from 'typescript-eslint'
import { findCycle, listImports } from '../support/import-graph.js'

const PROJECT = join(import.meta.dirname, '..', '..')
const CONFIG_URL = pathToFileURL(join(PROJECT, 'eslint.config.js')).href
const { LAYERS } = (await import(CONFIG_URL)) as { LAYERS: string[][] }

const PATHS = 'import-x/no-restricted-paths'
const PACKAGES = '@typescript-eslint/no-restricted-imports'
const DEPENDENCIES = 'import-x/no-extraneous-dependencies'
const ENVIRONMENT = 'no-restricted-properties'
const DYNAMIC_IMPORTS = 'no-restricted-syntax'

const IMPORT_RULES = [PATHS, PACKAGES, DEPENDENCIES, ENVIRONMENT, DYNAMIC_IMPORTS]

// Planted files belong to no TypeScript project, and these rules need no types.
const eslint = new ESLint({
  cwd: PROJECT,
  overrideConfig: [{ files: ['**/*.ts'], ...tseslint.configs.disableTypeChecked }],
  ruleFilter: ({ ruleId }) => IMPORT_RULES.includes(ruleId),
})

describe('LAYERS', () => {
  it('names every file and folder of src', () => {
    const names = readdirSync(join(PROJECT, 'src')).filter((name) => name !== 'tsconfig.json')
    expect(LAYERS.flat().sort()).toEqual(names.sort())
  })

  const entries = LAYERS.flatMap((row, index) =>
    row.map((name) => ({ name, below: LAYERS.slice(index + 1).flat() })),
  )

  it.each(entries)('let src/$name import only from the rows below it', async ({ name, below }) => {
    const others = LAYERS.flat().filter((other) => other !== name)
    const code = others.map((other) => importModule(name, other)).join('\n')
    const messages = await lint(toImporter(name), code)
    const rejected = messages.filter(({ ruleId }) => ruleId === PATHS)
    expect(rejected.map(({ line }) => others[line - 1])).toEqual(
      others.filter((other) => !below.includes(other)),
    )
  })
})

describe('the import rules', () => {
  it.each([
    ['src/yoti/planted.ts', `import '../../emulator/src/index.js'`, PATHS],
    ['src/yoti/planted.ts', `import 'yoti-idv-emulator'`, PACKAGES],
    ['src/server.ts', `import '#tools/certificate/index.js'`, PACKAGES],
    ['src/server.ts', `import '../tools/certificate/index.js'`, PATHS],
    ['src/http/planted.ts', `import '../../test/support/free-port.js'`, PATHS],
    ['src/server.ts', `import '../scripts/node-version.js'`, PATHS],
    ['emulator/src/planted.ts', `import type { AppError } from '../../src/errors.js'`, PATHS],
    ['emulator/src/planted.ts', `import '../../tools/certificate/index.js'`, PATHS],
    ['emulator/src/planted.ts', `import '../test/cli.test.js'`, PATHS],
    ['emulator/public/assets/planted.js', `import '../../../views/assets/waiting.js'`, PATHS],
    ['tools/doctor/planted.ts', `import '../../src/errors.js'`, PATHS],
    ['tools/doctor/planted.ts', `import '../../emulator/src/index.js'`, PATHS],
    ['tools/doctor/planted.ts', `import '../../test/support/free-port.js'`, PATHS],
    ['src/sessions/planted.ts', `import 'axios'`, PACKAGES],
    ['src/webhooks/planted.ts', `import 'axios'`, PACKAGES],
    ['src/yoti/planted.ts', `import 'express'`, PACKAGES],
    ['src/http/planted.ts', `import 'node-forge'`, PACKAGES],
    ['emulator/src/planted.ts', `import 'axios'`, DEPENDENCIES],
    ['src/server.ts', `import 'supertest'`, DEPENDENCIES],
    ['src/http/planted.ts', `export const home = process.env.HOME`, ENVIRONMENT],
    ['src/config/planted.ts', `export const { env } = process`, ENVIRONMENT],
    ['src/http/planted.ts', `import { env } from 'node:process'`, PACKAGES],
    ['tools/doctor/planted.ts', `export const home = process.env.HOME`, ENVIRONMENT],
    ['emulator/src/planted.ts', `export const home = process.env.HOME`, ENVIRONMENT],
    ['src/server.ts', `await import('./app.js')`, DYNAMIC_IMPORTS],
    ['tools/doctor/planted.ts', `await import('axios')`, DYNAMIC_IMPORTS],
    ['src/optional-packages.ts', `await import('yoti-idv-emulator')`, DYNAMIC_IMPORTS],
  ])('reject in %s: %s (%s)', async (file, code, rule) => {
    expect(await lintRules(file, code)).toContain(rule)
  })

  it.each([
    ['src/yoti/planted.ts', `import 'axios'`],
    ['src/webhooks/webhook-sender.ts', `import 'axios'`],
    ['src/server.ts', `export const home = process.env.HOME`],
    ['src/optional-packages.ts', `export const load = (name: string) => import(name)`],
    ['emulator/src/cli.ts', `export const home = process.env.HOME`],
    ['emulator/src/planted.ts', `import 'express'`],
    ['emulator/public/assets/planted.js', `import './api.js'`],
    ['tools/doctor/main.ts', `export const home = process.env.HOME`],
    ['tools/doctor/planted.ts', `import '#src/errors.js'`],
    ['tools/doctor/planted.ts', `import '../emulator-package.js'`],
    ['test/sessions/planted.ts', `import '../../src/sessions/session.js'`],
    ['test/journeys/planted.ts', `import '../../emulator/src/index.js'`],
  ])('accept in %s: %s', async (file, code) => {
    expect(await lintRules(file, code)).toEqual([])
  })
})

describe('the imports of src, emulator, tools and the pages', () => {
  const readGraph = () => {
    const folders = ['src', 'emulator/src', 'emulator/public', 'tools', 'views']
    const files = folders.flatMap((folder) =>
      readdirSync(join(PROJECT, folder), { encoding: 'utf8', recursive: true })
        .filter((name) => /\.[jt]s$/.test(name))
        .map((name) => join(folder, name)),
    )
    return new Map(files.map((file) => [file, listImports(PROJECT, file)]))
  }

  it('contain no cycle, type imports included', () => {
    const graph = readGraph()
    expect(graph.size).toBeGreaterThan(100)
    expect(findCycle(graph)).toBeUndefined()
  })

  it('contain a cycle when src/errors.ts imports a type from src/yoti/errors.ts', () => {
    const graph = readGraph().set('src/errors.ts', ['src/yoti/errors.ts'])
    expect(graph.get('src/yoti/errors.ts')).toContain('src/errors.ts')
    expect(findCycle(graph)?.sort()).toEqual(['src/errors.ts', 'src/yoti/errors.ts'])
  })
})

function toImporter(name: string): string {
  return name.endsWith('.ts') ? `src/${name}` : `src/${name}/planted.ts`
}

/** Type imports are restricted too. */
function importModule(importer: string, imported: string): string {
  const parent = importer.endsWith('.ts') ? '.' : '..'
  const target = imported.endsWith('.ts') ? imported : `${imported}/${firstModule(imported)}`
  return `import type {} from '${parent}/${target.replace(/\.ts$/, '.js')}'`
}

function firstModule(folder: string): string {
  return String(readdirSync(join(PROJECT, 'src', folder)).find((name) => name.endsWith('.ts')))
}

async function lint(file: string, code: string) {
  const [result] = await eslint.lintText(code, { filePath: join(PROJECT, file) })
  const messages = result?.messages ?? []
  expect(messages.filter(({ fatal }) => fatal)).toEqual([])
  return messages
}

async function lintRules(file: string, code: string): Promise<(string | null)[]> {
  return (await lint(file, code)).map(({ ruleId }) => ruleId)
}
