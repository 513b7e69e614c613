import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { execFile } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { startEmulator } from '../../emulator/src/start-emulator.js'
import { features } from '../../src/app.js'
import { createApplication } from '../support/application.js'
import { captureOverHttp } from '../support/capture-over-http.js'
import { getFreePort } from '../support/free-port.js'
import { listImports } from '../support/import-graph.js'
import { createProgram } from '../support/program.js'
import { FAST_TIMELINE } from '../support/start-stack.js'
import { createVisitor, readClientSessionToken, startSession } from '../support/visitor.js'
import { waitFor } from '../support/wait-for.js'

// Builds and lints a copy of the project.
jest.setTimeout(300_000)

const PROJECT = join(import.meta.dirname, '..', '..')
const NOT_COPIED = ['.git', 'data', '.env', 'coverage', 'node_modules', 'dist']

/** docs/make-it-yours.md, "Remove what you do not need". */
const FEATURES: Record<string, string[]> = {
  api: ['src/api'],
  webhooks: ['src/webhooks', 'tools/webhook'],
  results: ['src/results'],
  scenarios: ['src/scenarios', 'scenarios', 'tools/scenario-runner'],
}
const PARTS: Record<string, string[]> = { ...FEATURES, emulator: ['emulator'], tools: ['tools'] }

/** Fewer remain when tests of the core start to import a feature, the emulator or the tools. */
const MIN_REMAINING_TESTS = 35

const isInside = (file: string, folders: readonly string[]) =>
  folders.some((folder) => `${file}/`.startsWith(`${folder}/`))

describe('the server without one part', () => {
  const sources = ['src', 'emulator/src', 'tools'].flatMap((folder) =>
    readdirSync(join(PROJECT, folder), { encoding: 'utf8', recursive: true })
      .map((name) => join(folder, name))
      .filter((file) => file.endsWith('.ts')),
  )
  const imports = new Map(sources.map((file) => [file, listImports(PROJECT, file)]))

  it('is tested without each feature', () => {
    expect(features.map(({ name }) => name)).toEqual(Object.keys(FEATURES))
  })

  // Then the compiler meets unchanged code, but for the feature's two lines of src/app.ts.
  it.each(Object.entries(PARTS))(
    'builds without %s, which nothing else imports',
    (name, folders) => {
      const importers = sources.filter(
        (file) =>
          !isInside(file, folders) &&
          imports.get(file)?.some((target) => isInside(target, folders)),
      )
      expect(importers).toEqual(name in FEATURES ? ['src/app.ts'] : [])
    },
  )
})

describe('the server without all features, the emulator and the tools', () => {
  let copy: string

  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'removal-'))
    const left = [...NOT_COPIED, ...Object.values(PARTS).flat()]
    for (const name of readdirSync(PROJECT).filter((each) => !left.includes(each))) {
      cpSync(join(PROJECT, name), join(copy, name), {
        recursive: true,
        filter: (path) => !left.includes(relative(PROJECT, path)),
      })
    }
    // Package by package, because a link to the whole folder would find the emulator of the project.
    mkdirSync(join(copy, 'node_modules'))
    for (const name of readdirSync(join(PROJECT, 'node_modules'))) {
      if (name === 'yoti-idv-emulator') continue
      symlinkSync(join(PROJECT, 'node_modules', name), join(copy, 'node_modules', name))
    }
    // Declarations cannot name types outside of the copy, where the links lead.
    const config = JSON.parse(readFileSync(join(copy, 'tsconfig.base.json'), 'utf8')) as {
      compilerOptions: Record<string, unknown>
    }
    config.compilerOptions.preserveSymlinks = true
    writeFileSync(join(copy, 'tsconfig.base.json'), JSON.stringify(config))
    for (const name of Object.keys(FEATURES)) removeFeatureLines(join(copy, 'src', 'app.ts'), name)
  })
  afterAll(() => {
    rmSync(copy, { recursive: true })
  })

  function run(args: readonly string[]) {
    return new Promise<{ code: unknown; output: string }>((resolve) => {
      const options = { cwd: copy, env: { PATH: process.env.PATH }, maxBuffer: 2 ** 26 }
      execFile(process.execPath, args, options, (err, stdout, stderr) => {
        resolve({ code: err === null ? 0 : err.code, output: stdout + stderr })
      })
    })
  }

  it('builds and lints', async () => {
    const [build, lint] = await Promise.all([
      run(['scripts/build.js']),
      // The other files are those of the whole project.
      run(['node_modules/eslint/bin/eslint.js', 'src/app.ts']),
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

  it('leads a user to the outcome', async () => {
    const application = createApplication()
    const emulator = await startEmulator({
      port: 0,
      applications: [application],
      timeline: FAST_TIMELINE,
    })
    const port = String(await getFreePort())
    const env = {
      PORT: port,
      DATABASE_URL: 'file::memory:',
      YOTI_CLIENT_SDK_ID: application.sdkId,
      YOTI_KEY: application.privatePem,
      YOTI_IDV_API_URL: emulator.apiUrl,
    }
    const server = createProgram(join(copy, 'dist', 'server.js'), env, 'Open http')
    try {
      await server.start()
      const visitor = createVisitor(`http://localhost:${port}`)
      const sessionId = await startSession(visitor)
      const readPage = async () => (await visitor.get(`/sessions/${sessionId}`)).text()
      const token = readClientSessionToken(await readPage())
      await captureOverHttp(emulator.apiUrl, sessionId, token)
      await waitFor('the outcome', async () =>
        (await readPage()).includes('data-outcome="APPROVED"'),
      )
    } finally {
      await server.kill()
      await emulator.close()
    }
  })

  it('passes the tests that read files, of those that import nothing of what was removed', async () => {
    // Not those of the documentation, which links to the removed folders. The others meet unchanged code.
    const remaining = readdirSync(join(copy, 'test'), { encoding: 'utf8', recursive: true })
      .map((name) => `test/${name}`)
      .filter(
        (file) =>
          /^test\/(?!browser|contract|docs|faults|fuzz|repo).*(?<!\.slow)\.test\.ts$/.test(file) &&
          hasAllImports(copy, file),
      )
    expect(remaining.length).toBeGreaterThanOrEqual(MIN_REMAINING_TESTS)
    const tests = remaining.filter((file) =>
      readFileSync(join(copy, file), 'utf8').includes("from 'node:fs'"),
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
  })
})

function removeFeatureLines(file: string, name: string): void {
  const lines = readFileSync(file, 'utf8').split('\n')
  const isOfFeature = (line: string) => line.includes(`${name}Feature`)
  expect(lines.filter(isOfFeature)).toEqual([
    `import { ${name}Feature } from './${name}/feature.js'`,
    `  ${name}Feature,`,
  ])
  writeFileSync(file, lines.filter((line) => !isOfFeature(line)).join('\n'))
}

/** Includes the imports of its imports. */
function hasAllImports(root: string, file: string, visited = new Set<string>()): boolean {
  if (visited.has(file)) return true
  visited.add(file)
  if (!existsSync(join(root, file))) return false
  return listImports(root, file).every((imported) => hasAllImports(root, imported, visited))
}
