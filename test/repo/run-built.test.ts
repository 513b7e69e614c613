import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

const PROJECT = join(import.meta.dirname, '..', '..')
const TYPESCRIPT = ['node_modules', 'typescript']
const TSCONFIG = {
  extends: '../tsconfig.base.json',
  // Without the types of Node and of new JavaScript, which take the compiler longest.
  compilerOptions: { composite: true, rootDir: '.', outDir: '../dist', types: [], lib: ['es5'] },
}
const nodeVersion = new URL('../../scripts/node-version.js', import.meta.url).href
const { describeUnsupportedNode } = (await import(nodeVersion)) as {
  describeUnsupportedNode: (version: string) => string | undefined
}
const BUILDING = 'Building dist from src ...\n'

describe('scripts/run-built.js', () => {
  let root: string

  // One clone for all tests, because each build takes seconds.
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'run built '))
    for (const name of ['scripts', 'tsconfig.base.json']) {
      cpSync(join(PROJECT, name), join(root, name), { recursive: true })
    }
    writeFileSync(join(root, 'package.json'), '{ "type": "module" }')
    mkdirSync(join(root, 'src'))
    writeFileSync(join(root, 'src', 'tsconfig.json'), JSON.stringify(TSCONFIG))
    mkdirSync(join(root, 'node_modules'))
    symlinkSync(join(PROJECT, 'node_modules', 'typescript'), join(root, ...TYPESCRIPT), 'junction')
    writeServer(`process.stdout.write('one ' + process.argv.slice(1).join(' '))`)
  })
  afterAll(() => {
    rmSync(root, { recursive: true, force: true })
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
    writeServer(`const wrong: number = 'three'`)
    const { code, output, problems } = await runServer()
    expect({ code, output }).toEqual({ code: 1, output: '' })
    expect(problems).toMatch(/src\/server\.ts.*error TS[\s\S]*The build failed/)
    await withoutTypeScript(async () => {
      expect((await runServer()).output).toBe('two')
    })
  })

  it('runs two processes that start together', async () => {
    writeServer(`process.stdout.write('four')`)
    const both = await Promise.all([runServer(), runServer()])
    expect(both.map(({ code, output }) => [code, output])).toEqual(both.map(() => [0, 'four']))
    expect(readdirSync(join(root, 'dist')).filter((name) => name.endsWith('.tmp'))).toEqual([])
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

  it('suggests npm ci when dist and TypeScript are missing', async () => {
    rmSync(join(root, 'dist'), { recursive: true })
    await withoutTypeScript(async () => {
      expect(await runServer()).toEqual({
        code: 1,
        output: '',
        problems:
          'dist/server.js is missing and TypeScript is not installed to build it. ' +
          'Run "npm ci --include=dev" and try again: with NODE_ENV=production, npm leaves TypeScript out.\n',
      })
    })
  })

  function script() {
    return join(root, 'scripts', 'run-built.js')
  }

  async function withoutTypeScript(run: () => Promise<void>) {
    const aside = join(root, 'typescript')
    renameSync(join(root, ...TYPESCRIPT), aside)
    await run()
    renameSync(aside, join(root, ...TYPESCRIPT))
  }

  function writeServer(source: string) {
    const declared = 'declare const process: any, setInterval: any'
    writeFileSync(join(root, 'src', 'server.ts'), `export {}\n${declared}\n${source}\n`)
  }

  function start(command: string, args: readonly string[]) {
    return spawn(command, args, {
      cwd: tmpdir(),
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

describe('describeUnsupportedNode', () => {
  it.each(['20.19.0', '20.20.2', '22.0.0', '24.1.0'])('accepts Node %s', (version) => {
    expect(describeUnsupportedNode(version)).toBeUndefined()
  })

  it.each(['18.20.4', '20.18.3'])('names the required version when Node is %s', (version) => {
    expect(describeUnsupportedNode(version)).toBe(
      `Node 20.19 or newer is required, but this is Node ${version}. ` +
        'Install the current LTS version.',
    )
  })
})
