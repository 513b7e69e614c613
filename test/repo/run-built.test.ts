import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'

const project = join(import.meta.dirname, '..', '..')
const COPIED = ['scripts', 'package.json', 'tsconfig.base.json', 'src/tsconfig.json']

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

  it('builds a missing dist once and runs it', async () => {
    const entry = join(root, 'dist', 'server.js')
    expect(await runServer('--flag')).toEqual({
      code: 0,
      out: `one ${entry} --flag`,
      output: `Building dist from src ...\none ${entry} --flag`,
    })
    const out = `one ${entry}`
    expect(await runServer()).toEqual({ code: 0, out, output: out })
  })

  it('rebuilds after a change and removes the output of deleted sources', async () => {
    writeSource('ghost.ts', 'export const ghost = 1')
    await runServer()
    expect(existsSync(join(root, 'dist', 'ghost.js'))).toBe(true)

    rmSync(join(root, 'src', 'ghost.ts'))
    expect((await runServer()).output).toMatch(/^Building/)
    expect(existsSync(join(root, 'dist', 'ghost.js'))).toBe(false)

    writeSource('server.ts', `process.stdout.write('two')`)
    expect((await runServer()).output).toBe('Building dist from src ...\ntwo')
  })

  it('keeps the old dist and exits 1 when the build fails', async () => {
    await runServer()
    writeSource('server.ts', `const wrong: number = 'two'`)
    const { code, output } = await runServer()
    expect(code).toBe(1)
    expect(output).toMatch(/The build failed[\s\S]*src\/server\.ts.*error TS/)
    expect(readdirSync(root).filter((name) => name.startsWith('dist'))).toEqual(['dist'])
  })

  it('builds once when several processes start together', async () => {
    await runServer()
    writeSource('server.ts', `process.stdout.write('two')`)
    const compiles = countCompiles()
    const all = await Promise.all([runServer(), runServer(), runServer(), runServer()])
    expect(all.map(({ code }) => code)).toEqual([0, 0, 0, 0])
    for (const { output } of all) expect(output).toMatch(/two$/)
    expect(compiles()).toBe(1)
    expect(readdirSync(root).filter((name) => name.startsWith('dist'))).toEqual(['dist'])
  })

  it('builds when an earlier build was killed', async () => {
    const killed = spawnSync(process.execPath, ['--eval', ''])
    writeFileSync(join(root, 'dist.lock'), String(killed.pid))
    expect(await runServer()).toMatchObject({ code: 0 })
    expect(readdirSync(root).filter((name) => name.startsWith('dist'))).toEqual(['dist'])
  })

  it('runs the existing dist when TypeScript is not installed', async () => {
    await runServer()
    removeTypeScript()
    writeSource('server.ts', `process.stdout.write('two')`)
    expect((await runServer()).output).toMatch(/^one /)
  })

  it('suggests npm ci when dist and TypeScript are missing', async () => {
    removeTypeScript()
    const { code, output } = await runServer()
    expect(code).toBe(1)
    expect(output).toBe(
      'dist/server.js is missing and TypeScript is not installed to build it. ' +
        'Run "npm ci" and try again.\n',
    )
  })

  it('passes SIGTERM to the server', async () => {
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

  it("stops when npm's shell ends", async () => {
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

  /** Puts a compiler in place that keeps count. */
  function countCompiles() {
    const folder = join(root, 'node_modules', 'typescript', 'bin')
    const count = join(root, 'compiles')
    const real = pathToFileURL(join(project, 'node_modules', 'typescript', 'bin', 'tsc')).href
    rmSync(join(root, 'node_modules', 'typescript'))
    mkdirSync(folder, { recursive: true })
    writeFileSync(
      join(folder, 'tsc'),
      `import { appendFileSync } from 'node:fs'
       appendFileSync(${JSON.stringify(count)}, '.')
       await import(${JSON.stringify(real)})`,
    )
    return () => readFileSync(count, 'utf8').length
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
    return { code, out, output: problems + out }
  }
})
