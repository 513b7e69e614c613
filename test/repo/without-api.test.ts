import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ESLint } from 'eslint'
import tseslint from 'typescript-eslint'

// On a machine that is busy with the other tests, too.
jest.setTimeout(180_000)

const project = join(import.meta.dirname, '..', '..')
const SOURCE_FOLDERS = ['src', 'test', 'views', 'scenarios', 'scripts', 'examples']
const CONFIG_FILES = ['package.json', 'tsconfig.json', 'jest.config.js', 'eslint.config.js']
/** The folder, and the tests that take its types or are about it. */
const API_FILES =
  /^(src|test)\/(relying-business|journeys\/relying-business|examples\/(signup\.test|fake-verify-api))/
/** In app.ts: where it is imported, and where it is taken in. */
const API_LINES = /^(import \{ createApiFeature \} from .*| *createApiFeature,)\n/gm
const REMAINING_TESTS = [
  'test/sessions',
  'test/verify',
  'test/notifications',
  'test/results/media',
].concat(['test/journeys/verified-person'])

describe('without relying-business/ and its line in app.ts, the rest', () => {
  let copy: string

  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'without-it-'))
    for (const name of [...SOURCE_FOLDERS, ...CONFIG_FILES]) {
      cpSync(join(project, name), join(copy, name), {
        recursive: true,
        filter: (path) => !API_FILES.test(path.slice(project.length + 1)),
      })
    }
    symlinkSync(join(project, 'node_modules'), join(copy, 'node_modules'))
    const app = readFileSync(join(copy, 'src/app.ts'), 'utf8')
    expect(app.match(API_LINES)).toHaveLength(2)
    writeFileSync(join(copy, 'src/app.ts'), app.replaceAll(API_LINES, ''))
  })
  afterAll(() => {
    rmSync(copy, { recursive: true })
  })

  /** Resolves to what it said when it failed. */
  const run = (...args: string[]) =>
    new Promise<string>((resolve) => {
      execFile(process.execPath, args, { cwd: copy }, (err, stdout, stderr) => {
        resolve(err === null ? '' : stdout + stderr)
      })
    })

  it('builds', async () => {
    expect(await run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.json')).toBe('')
  })

  it('keeps its import rules', async () => {
    const overrideConfig = [{ files: ['**/*.ts'], ...tseslint.configs.disableTypeChecked }]
    const results = await new ESLint({ cwd: copy, overrideConfig }).lintFiles('src')
    expect(results.length).toBeGreaterThan(100)
    expect(results.flatMap(({ messages }) => messages)).toEqual([])
  })

  it('passes its own tests', async () => {
    expect(
      await run('scripts/jest.js', ...REMAINING_TESTS, '--selectProjects=node', '--runInBand'),
    ).toBe('')
  })
})
