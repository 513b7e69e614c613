import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

const project = join(import.meta.dirname, '..', '..')
const COPIED = ['scripts', 'package.json', 'tsconfig.json', 'tsconfig.build.json']

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
    for (const name of COPIED) cpSync(join(project, name), join(root, name), { recursive: true })
    installTypeScript()
    writeSource('server.ts', `process.stdout.write('one ' + process.argv.slice(1).join(' '))`)
  })

  it('builds what is missing and runs it, and does not build it again', async () => {
    const entry = join(root, 'dist', 'server.js')
    expect(await runServer('--flag')).toEqual({
      code: 0,
      output: `Building dist from src ...\none ${entry} --flag`,
    })
    expect(await runServer()).toEqual({ code: 0, output: `one ${entry}` })
  })

  it('builds again after a change, and leaves nothing of a deleted source', async () => {
    writeSource('ghost.ts', 'export const ghost = 1')
    await runServer()
    expect(existsSync(join(root, 'dist', 'ghost.js'))).toBe(true)

    rmSync(join(root, 'src', 'ghost.ts'))
    expect((await runServer()).output).toMatch(/^Building/)
    expect(existsSync(join(root, 'dist', 'ghost.js'))).toBe(false)

    writeSource('server.ts', `process.stdout.write('two')`)
    expect((await runServer()).output).toBe('Building dist from src ...\ntwo')
  })

  it('keeps the dist it has, and exits 1, when the build fails', async () => {
    await runServer()
    writeSource('server.ts', `const wrong: number = 'two'`)
    const { code, output } = await runServer()
    expect(code).toBe(1)
    expect(output).toMatch(/src\/server\.ts.*error TS[\s\S]*The build failed/)
    expect(readdirSync(root).filter((name) => name.startsWith('dist'))).toEqual(['dist'])
  })

  it('survives two starts at once', async () => {
    const both = await Promise.all([runServer(), runServer()])
    expect(both.map(({ code }) => code)).toEqual([0, 0])
    expect(readdirSync(root).filter((name) => name.startsWith('dist'))).toEqual(['dist'])
  })

  it('runs the dist it has when there is no TypeScript', async () => {
    await runServer()
    removeTypeScript()
    writeSource('server.ts', `process.stdout.write('two')`)
    expect((await runServer()).output).toMatch(/^one /)
  })

  it('says what to run when there is neither dist nor TypeScript', async () => {
    removeTypeScript()
    const { code, output } = await runServer()
    expect(code).toBe(1)
    expect(output).toBe(
      'dist/server.js is missing and there is no TypeScript to build it with: ' +
        'run "npm ci" and then this again.\n',
    )
  })

  it('lets a signal reach the server', async () => {
    writeSource(
      'server.ts',
      `process.on('SIGTERM', () => { process.exit(7) })
       setInterval(() => undefined, 1000)
       process.stdout.write('ready')`,
    )
    const child = start()
    child.stdout.on('data', (data: Buffer) => {
      if (String(data).includes('ready')) child.kill('SIGTERM')
    })
    expect(await once(child, 'exit')).toEqual([7, null])
  })

  it('stops with the shell that npm started it in', async () => {
    writeSource(
      'server.ts',
      `process.on('SIGTERM', () => { process.stdout.write(' stopped', () => process.exit(0)) })
       setInterval(() => undefined, 1000)
       process.stdout.write('ready')`,
    )
    const shell = spawn('sh', ['-c', '"$0" "$1" server.js; exit 1', process.execPath, script()], {
      env: { ...process.env, npm_lifecycle_event: 'start' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    shell.stdout.on('data', (data: Buffer) => {
      if (String(data).includes('ready')) shell.kill('SIGTERM')
    })
    // The stream ends when the last process that holds it has ended.
    expect(await text(shell.stdout)).toMatch(/ready stopped$/)
  })

  function script() {
    return join(root, 'scripts', 'run-built.js')
  }

  function installTypeScript() {
    mkdirSync(join(root, 'node_modules'))
    for (const name of ['typescript', '@types', 'undici-types']) {
      symlinkSync(join(project, 'node_modules', name), join(root, 'node_modules', name), 'junction')
    }
  }

  function removeTypeScript() {
    rmSync(join(root, 'node_modules'), { recursive: true })
  }

  function writeSource(name: string, source: string) {
    const path = join(root, 'src', name)
    mkdirSync(join(root, 'src'), { recursive: true })
    writeFileSync(path, `export {}\n${source}\n`)
    // Two writes within one tick of a coarse clock must still differ.
    const time = Date.now() / 1000 + Math.random()
    utimesSync(path, time, time)
  }

  function start(...args: string[]) {
    return spawn(process.execPath, [script(), 'server.js', ...args], {
      cwd: home,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  }

  async function runServer(...args: string[]) {
    const child = start(...args)
    const [out, problems, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit') as Promise<[number]>,
    ])
    // What the build says comes first, and not to stdout: that belongs to the program.
    const [, building = '', rest = ''] = /^(Building.*\n)?([\s\S]*)$/.exec(problems) ?? []
    return { code, output: building + out + rest }
  }
})
