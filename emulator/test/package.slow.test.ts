import { execFile, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'

const run = promisify(execFile)
const PACKAGE = fileURLToPath(new URL('..', import.meta.url))
const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const README = readFileSync(join(PACKAGE, 'README.md'), 'utf8')
// The build, too, because `tsc -b` takes seconds without one and finds nothing to do with it.
const FILES = [
  ...['src', 'dist', 'public', 'locales', 'images'],
  ...['package.json', 'tsconfig.json', 'README.md', 'LICENSE'],
]
const TIMEOUT_MS = 180_000

const folder = mkdtempSync(join(tmpdir(), 'emulator-package-'))
const consumer = join(folder, 'consumer')
const children: ChildProcess[] = []
let packedFiles: string[]
let prepackOutput: string

/** Packs a copy, so that building it does not disturb tests that run the emulator's dist. */
beforeAll(async () => {
  const source = join(folder, 'source', 'emulator')
  for (const file of FILES) {
    cpSync(join(PACKAGE, file), join(source, file), { recursive: true, preserveTimestamps: true })
  }
  for (const file of ['tsconfig.base.json', 'node_modules']) {
    symlinkSync(join(ROOT, file), join(folder, 'source', file))
  }
  const { stdout, stderr } = await run('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: source,
  })
  prepackOutput = stderr
  const [packed] = JSON.parse(stdout) as { filename: string; files: { path: string }[] }[]
  packedFiles = packed?.files.map(({ path }) => path) ?? []

  mkdirSync(consumer)
  writeFileSync(join(consumer, 'package.json'), '{ "private": true, "type": "module" }')
  const tarball = join(folder, packed?.filename ?? '')
  const flags = ['--prefer-offline', '--no-audit', '--no-fund']
  await run('npm', ['install', ...flags, tarball], { cwd: consumer })
  for (const name of ['yoti', 'playwright-core']) {
    symlinkSync(join(ROOT, 'node_modules', name), join(consumer, 'node_modules', name))
  }
}, TIMEOUT_MS)

afterAll(() => {
  for (const { pid } of children) if (pid !== undefined) process.kill(-pid, 'SIGTERM')
  rmSync(folder, { recursive: true })
})

/** The code block of the README with this file name. */
function extractExample(name: string): string {
  const code = new RegExp(`^\`\`\`\\w+ ${name}\\n(.*?)^\`\`\`$`, 'ms').exec(README)?.[1]
  if (code === undefined) throw new Error(`README.md has no example ${name}.`)
  const file = join(consumer, name)
  writeFileSync(file, code)
  return file
}

/** Resolves to the variables that the emulator prints. */
async function startWithNpx(): Promise<Record<string, string>> {
  // A process group of its own, because npx starts a shell in between.
  const child = spawn('npx', ['yoti-idv-emulator', '--port', '0'], {
    cwd: consumer,
    detached: true,
  })
  children.push(child)
  let output = ''
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (!output.includes('The sandbox API')) return
      const settings = [...output.matchAll(/^(YOTI_\w+)=(.+)$/gm)]
      resolve(
        Object.fromEntries(settings.map(([, name = '', value = '']) => [name, value] as const)),
      )
    })
    child.once('exit', (code) => {
      reject(new Error(`npx ended with ${code}: ${output}`))
    })
  })
}

describe('the package yoti-idv-emulator', () => {
  it('is built by npm pack', () => {
    expect(prepackOutput).toContain('> tsc -b')
  })

  it('contains the build, the pages, the README and the license, but no sources or tests', () => {
    expect(packedFiles).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'README.md',
        'dist/cli.js',
        'dist/index.js',
        'dist/index.d.ts',
        'dist/playwright.js',
        'dist/playwright.d.ts',
        'images/inbox.png',
        'public/index.html',
      ]),
    )
    const others = packedFiles.filter(
      (path) => !/^(dist\/.+\.(js|d\.ts)|(public|images|locales)\/.+|[^/]+)$/.test(path),
    )
    expect(others).toEqual([])
  })

  it('starts with npx in a folder that has only the package, for the Node example', async () => {
    const settings = await startWithNpx()

    const { stdout } = await run(process.execPath, [extractExample('example.mjs')], {
      cwd: consumer,
      env: { PATH: process.env.PATH, ...settings },
    })

    const [pageUrl = '', state] = stdout.trim().split('\n')
    expect(state).toBe('ONGOING')
    const page = await fetch(pageUrl)
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('<html')])
  })

  it('runs the test example successfully', async () => {
    await run(process.execPath, [extractExample('example.test.mjs')], { cwd: consumer })
  })

  it('has the helper for Playwright as an export without a dependency', async () => {
    const program = `const helper = await import('yoti-idv-emulator/playwright')
      console.log(Object.keys(helper).sort().join())`
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program], {
      cwd: consumer,
    })
    expect(stdout).toBe('createClientPage,getClientPage\n')
  })

  it(
    'has types for startEmulator, its control, captureSession and a page of Playwright',
    async () => {
      writeFileSync(
        join(consumer, 'consumer.ts'),
        `import type { Locator, Page } from 'playwright-core'
       import { captureSession, createApplication, startEmulator } from 'yoti-idv-emulator'
       import { createClientPage, getClientPage } from 'yoti-idv-emulator/playwright'
       export const findButton = (page: Page): Locator => getClientPage(page, 'client').find('finish')
       export const leave = (page: Page) => createClientPage(page).exitWithError(4000)
       // @ts-expect-error -- a test id instead of a page
       createClientPage('client')
       const application = createApplication()
       await using emulator = await startEmulator({ port: 0, applications: [application] })
       const state: 'ONGOING' | 'COMPLETED' | 'EXPIRED' | undefined = emulator.session('')?.state
       await emulator.control.advanceClock('', { advanceSeconds: 1 })
       // @ts-expect-error -- a client session token is required
       const result = await captureSession({ apiUrl: emulator.apiUrl, sessionId: '' })
       const kind: 'FINISHED' | 'LEFT' | 'AWAY' = result.kind
       console.log(state, kind)`,
      )
      const options = {
        compilerOptions: {
          strict: true,
          noEmit: true,
          module: 'nodenext',
          target: 'es2023',
          lib: ['es2023', 'esnext.disposable', 'dom'],
          types: ['node'],
          typeRoots: [join(ROOT, 'node_modules', '@types')],
        },
        files: ['consumer.ts'],
      }
      writeFileSync(join(consumer, 'tsconfig.json'), JSON.stringify(options))
      const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc')
      const compiled = run(process.execPath, [compiler, '-p', consumer])
      const errors = await compiled.then(
        () => '',
        (err: unknown) => (err as { stdout: string }).stdout,
      )
      expect(errors).toBe('')
    },
    TIMEOUT_MS,
  )
})

describe('the README of yoti-idv-emulator', () => {
  it('has a Python example without syntax errors', () => {
    const example = extractExample('example.py')
    const { error, status, stderr } = spawnSync('python3', ['-m', 'py_compile', example])
    if (error === undefined) expect([status, String(stderr)]).toEqual([0, ''])
  })

  it('lists every option of --help', () => {
    const { status, stdout } = spawnSync('npx', ['yoti-idv-emulator', '--help'], { cwd: consumer })
    const options = String(stdout).match(/^ +--[\w-]+/gm) ?? []
    expect([status, options.length]).toEqual([0, 11])
    for (const option of options) expect(README).toContain(`\`${option.trim()}`)
  })
})
