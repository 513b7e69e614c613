import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

const PROJECT = join(import.meta.dirname, '..', '..')
const COPIED = ['scripts', 'package.json', 'tsconfig.base.json', 'src/tsconfig.json']
const BUILDING = 'Building dist from src ...\n'

describe('scripts/run-built.js', () => {
  let home: string
  let root: string

  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'run built '))
  })
  afterAll(() => {
    rmSync(home, { recursive: true, force: true })
  })
  beforeEach(() => {
    root = mkdtempSync(join(home, 'a clone '))
    for (const name of COPIED) cpSync(join(PROJECT, name), join(root, name), { recursive: true })
    mkdirSync(join(root, 'node_modules'))
    for (const name of ['typescript', '@types', 'undici-types']) {
      symlinkSync(join(PROJECT, 'node_modules', name), join(root, 'node_modules', name), 'junction')
    }
    writeServer(`process.stdout.write('one ' + process.argv.slice(1).join(' '))`)
  })

  it('builds a missing dist and rebuilds it after a change, but not otherwise', async () => {
    const entry = join(root, 'dist', 'server.js')
    expect(await runServer('--flag')).toEqual({
      code: 0,
      output: `one ${entry} --flag`,
      problems: BUILDING,
    })
    expect(await runServer()).toEqual({ code: 0, output: `one ${entry}`, problems: '' })
    writeServer(`process.stdout.write('two')`)
    expect(await runServer()).toEqual({ code: 0, output: 'two', problems: BUILDING })
  })

  it('keeps the old dist and exits 1 when the build fails', async () => {
    await runServer()
    writeServer(`const wrong: number = 'two'`)
    const { code, problems } = await runServer()
    expect(code).toBe(1)
    expect(problems).toMatch(/src\/server\.ts.*error TS[\s\S]*The build failed/)
    removeTypeScript()
    expect((await runServer()).output).toMatch(/^one /)
  })

  it('runs four processes that start together', async () => {
    await runServer()
    writeServer(`process.stdout.write('two')`)
    const all = await Promise.all([runServer(), runServer(), runServer(), runServer()])
    expect(all.map(({ code, output }) => [code, output])).toEqual(all.map(() => [0, 'two']))
    expect(readdirSync(join(root, 'dist')).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  it('runs the existing dist when TypeScript is not installed', async () => {
    await runServer()
    removeTypeScript()
    writeServer(`process.stdout.write('two')`)
    expect((await runServer()).output).toMatch(/^one /)
  })

  it('suggests npm ci when dist and TypeScript are missing', async () => {
    removeTypeScript()
    expect(await runServer()).toEqual({
      code: 1,
      output: '',
      problems:
        'dist/server.js is missing and TypeScript is not installed to build it. ' +
        'Run "npm ci" and try again.\n',
    })
  })

  it.each([
    ['it receives SIGTERM', () => start(process.execPath, [script(), 'server.js'])],
    [
      "npm's shell ends",
      () => start('sh', ['-c', '"$0" "$1" server.js; exit 1', process.execPath, script()]),
    ],
  ])('stops the server when %s', async (_when, startProcess) => {
    writeServer(
      `process.on('SIGTERM', () => { process.stdout.write(' stopped', () => process.exit(0)) })
       setInterval(() => undefined, 1000)
       process.stdout.write('ready')`,
    )
    const child = startProcess()
    child.stdout.on('data', (data: Buffer) => {
      if (String(data).includes('ready')) child.kill('SIGTERM')
    })
    // The stream ends when the last process that holds it has ended.
    expect(await text(child.stdout)).toBe('ready stopped')
  })

  function script() {
    return join(root, 'scripts', 'run-built.js')
  }

  function removeTypeScript() {
    rmSync(join(root, 'node_modules'), { recursive: true })
  }

  function writeServer(source: string) {
    writeFileSync(join(root, 'src', 'server.ts'), `export {}\n${source}\n`)
  }

  function start(command: string, args: readonly string[]) {
    return spawn(command, args, {
      cwd: home,
      env: { ...process.env, npm_lifecycle_event: 'start' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  }

  async function runServer(...args: string[]) {
    const child = start(process.execPath, [script(), 'server.js', ...args])
    const [output, problems, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit') as Promise<[number]>,
    ])
    return { code, output, problems }
  }
})
