import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { execFile } from 'node:child_process'
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { features } from '../../src/app.js'
import { listImports } from '../support/import-graph.js'

// Builds and lints the project seven times, and runs its tests.
jest.setTimeout(600_000)

const PROJECT = join(import.meta.dirname, '..', '..')
const NOT_COPIED = ['.git', 'data', '.env', 'coverage', 'node_modules', 'dist']

/** docs/make-it-yours.md, "Remove what you do not need". */
const FEATURES: Record<string, string[]> = {
  api: ['src/api'],
  webhooks: ['src/webhooks'],
  results: ['src/results'],
  scenarios: ['src/scenarios', 'scenarios', 'tools/scenario-runner'],
}
const PACKAGES: Record<string, string[]> = { emulator: ['emulator'], tools: ['tools'] }

/** Fewer remain when tests of the core start to import a feature, the emulator or the tools. */
const MIN_REMAINING_TESTS = 35

/** A removal cannot add a cycle. */
const IMPORT_RULES = [
  'import-x/no-restricted-paths',
  'import-x/no-extraneous-dependencies',
  '@typescript-eslint/no-restricted-imports',
  'no-restricted-syntax',
]

// A process of its own, because the plugin caches which files exist.
const LINT_SCRIPT = `
  import { ESLint } from 'eslint'
  import tseslint from 'typescript-eslint'
  const rules = ${JSON.stringify(IMPORT_RULES)}
  const eslint = new ESLint({
    overrideConfig: [{ files: ['**/*.ts'], ...tseslint.configs.disableTypeChecked }],
    ruleFilter: ({ ruleId }) => rules.includes(ruleId),
  })
  const problems = ESLint.getErrorResults(await eslint.lintFiles(process.argv[2]))
  for (const { filePath, messages } of problems) {
    for (const { line, ruleId, message } of messages) {
      console.log(filePath + ':' + line + ' ' + ruleId + ': ' + message)
    }
  }
  process.exitCode = problems.length === 0 ? 0 : 1
`

let copy: string
let removed: string

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'removal-'))
  removed = mkdtempSync(join(tmpdir(), 'removed-'))
  for (const name of readdirSync(PROJECT)) {
    if (NOT_COPIED.includes(name)) continue
    cpSync(join(PROJECT, name), join(copy, name), {
      recursive: true,
      filter: (path) => !NOT_COPIED.includes(relative(join(PROJECT, name), path)),
    })
  }
  // Package by package, because a link to the whole folder would find the emulator of the project.
  mkdirSync(join(copy, 'node_modules'))
  for (const name of readdirSync(join(PROJECT, 'node_modules'))) {
    if (name === 'yoti-idv-emulator') continue
    symlinkSync(join(PROJECT, 'node_modules', name), join(copy, 'node_modules', name))
  }
  symlinkSync('../emulator', join(copy, 'node_modules', 'yoti-idv-emulator'))
  // Declarations cannot name types outside of the copy, where the links lead.
  const config = JSON.parse(readFileSync(join(copy, 'tsconfig.base.json'), 'utf8')) as {
    compilerOptions: Record<string, unknown>
  }
  config.compilerOptions.preserveSymlinks = true
  writeFileSync(join(copy, 'tsconfig.base.json'), JSON.stringify(config))
  writeFileSync(join(copy, 'lint-imports.js'), LINT_SCRIPT)
})
afterAll(() => {
  rmSync(copy, { recursive: true })
  rmSync(removed, { recursive: true })
})

describe('the server without one part', () => {
  it('is tested without each feature', () => {
    expect(features.map(({ name }) => name)).toEqual(Object.keys(FEATURES))
  })

  it.each([...Object.keys(FEATURES), ...Object.keys(PACKAGES)])(
    'builds and keeps the import rules without %s',
    async (name) => {
      const restore = remove(name)
      try {
        // Otherwise the compiler trusts its last result: it does not look for deleted files of other projects.
        for (const file of ['src/app.ts', 'tools/emulator-package.ts']) {
          if (existsSync(join(copy, file))) appendFileSync(join(copy, file), `// without ${name}\n`)
        }
        const projects = ['emulator', 'src', 'tools'].filter((each) => existsSync(join(copy, each)))
        const [build, lint] = await Promise.all([
          run(['node_modules/typescript/bin/tsc', '-b', ...projects]),
          // The other files are those of the whole project.
          run(['lint-imports.js', 'src/*.ts']),
        ])
        expect({ build, lint }).toEqual({
          build: { code: 0, output: '' },
          lint: { code: 0, output: '' },
        })
      } finally {
        restore()
      }
    },
  )
})

describe('the server without all features, the emulator and the tools', () => {
  beforeAll(() => {
    for (const name of Object.keys({ ...FEATURES, ...PACKAGES })) remove(name)
  })

  it('builds and keeps the import rules', async () => {
    const [build, lint] = await Promise.all([
      run(['scripts/build.js']),
      run(['lint-imports.js', 'src']),
    ])
    expect({ build, lint }).toEqual({
      build: { code: 0, output: 'Building dist from src ...\n' },
      lint: { code: 0, output: '' },
    })
  })

  it('exits with 1 and says to set YOTI_CLIENT_SDK_ID and YOTI_KEY_FILE_PATH without credentials', async () => {
    const { code, output } = await run(['dist/server.js'])
    expect(code).toBe(1)
    expect(output).toContain('Set YOTI_CLIENT_SDK_ID and YOTI_KEY_FILE_PATH')
  })

  it('passes the tests that import nothing of what was removed', async () => {
    // The documentation links to the removed folders. Random input and the official packages meet unchanged code.
    const tests = readdirSync(join(copy, 'test'), { encoding: 'utf8', recursive: true })
      .map((name) => `test/${name}`)
      .filter(
        (file) =>
          /^test\/(?!browser|contract|docs|faults|fuzz|repo).*(?<!\.slow)\.test\.ts$/.test(file) &&
          hasAllImports(file),
      )
    const { code, output } = await run([
      'scripts/jest.js',
      '--selectProjects=node',
      // This run is itself one of several workers.
      '--maxWorkers=1',
      '--json',
      '--outputFile=results.json',
      '--runTestsByPath',
      ...tests,
    ])
    expect({ code, output: code === 0 ? '' : output }).toEqual({ code: 0, output: '' })
    const results: unknown = JSON.parse(readFileSync(join(copy, 'results.json'), 'utf8'))
    expect(results).toMatchObject({ numPassedTestSuites: tests.length })
    expect(tests.length).toBeGreaterThanOrEqual(MIN_REMAINING_TESTS)
  })
})

/** Returns a function that puts it back. */
function remove(name: string): () => void {
  const folders = FEATURES[name] ?? PACKAGES[name] ?? []
  const present = folders.filter((folder) => existsSync(join(copy, folder)))
  const edited = ['src/app.ts', 'tools/emulator-package.ts'].filter((file) =>
    existsSync(join(copy, file)),
  )
  const sources = edited.map((file) => [file, readFileSync(join(copy, file), 'utf8')] as const)
  if (name in FEATURES) removeFeatureLines(name)
  for (const folder of present) {
    renameSync(join(copy, folder), join(removed, folder.replaceAll('/', '-')))
  }
  return () => {
    for (const folder of present) {
      renameSync(join(removed, folder.replaceAll('/', '-')), join(copy, folder))
    }
    for (const [file, source] of sources) writeFileSync(join(copy, file), source)
  }
}

function removeFeatureLines(name: string): void {
  const file = join(copy, 'src', 'app.ts')
  const lines = readFileSync(file, 'utf8').split('\n')
  const isOfFeature = (line: string) => line.includes(`${name}Feature`)
  expect(lines.filter(isOfFeature)).toEqual([
    `import { ${name}Feature } from './${name}/feature.js'`,
    `  ${name}Feature,`,
  ])
  writeFileSync(file, lines.filter((line) => !isOfFeature(line)).join('\n'))
}

function run(args: readonly string[]) {
  return new Promise<{ code: unknown; output: string }>((resolve) => {
    const options = { cwd: copy, env: { PATH: process.env.PATH }, maxBuffer: 2 ** 26 }
    execFile(process.execPath, args, options, (err, stdout, stderr) => {
      resolve({ code: err === null ? 0 : err.code, output: stdout + stderr })
    })
  })
}

/** Includes the imports of its imports. */
function hasAllImports(file: string, visited = new Set<string>()): boolean {
  if (visited.has(file)) return true
  visited.add(file)
  if (!existsSync(join(copy, file))) return false
  return listImports(copy, file).every((imported) => hasAllImports(imported, visited))
}
