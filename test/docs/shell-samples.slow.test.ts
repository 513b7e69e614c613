import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { getFreePort } from '../support/free-port.js'
import { PAGES, ROOT, SAMPLES } from './read-samples.js'
import { createProjectCopy } from './project-copy.js'

const TIMEOUT_MS = 240_000
/** What each page's commands print at least, in this order. */
const EXPECTED_OUTPUT: Readonly<Record<string, RegExp>> = {
  'README.md': /"state":"ONGOING"/,
  'docs/api.md': /"state":"ONGOING".*"target":"emulator"[\s\S]*"outcome":"PENDING"[\s\S]*20[24]\n/,
  'docs/emulator.md': /./,
  'docs/presets.md': /204\n/,
  'docs/qa.md': /"scenario":"tampered-passport"/,
  'examples/signup/README.md': /<h1>/,
}
const JPEG = Buffer.concat([Buffer.from('ffd8ffe000104a46', 'hex'), Buffer.alloc(60_000, 1)])

interface PackageJson {
  scripts: Record<string, string>
}
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as PackageJson

const isRun = (code: string) => code.includes('curl ')
const shell = SAMPLES.filter(({ label }) => label === 'sh')
const listed = shell.filter(({ code }) => !isRun(code))

describe('the shell samples', () => {
  it('are run on every page that calls a server', () => {
    const pages = PAGES.filter((page) =>
      shell.some((sample) => sample.page === page && isRun(sample.code)),
    )
    expect(pages.toSorted()).toEqual(Object.keys(EXPECTED_OUTPUT).toSorted())
  })

  it.each(Object.entries(EXPECTED_OUTPUT))(
    'of %s work from top to bottom',
    async (page, expected) => {
      const [port, emulatorPort, signupPort] = await Promise.all([
        getFreePort(),
        getFreePort(),
        getFreePort(),
      ])
      const code = shell
        .filter((sample) => sample.page === page && isRun(sample.code))
        .map((sample) => sample.code)
        .join('\n')
        .replaceAll('localhost:3000', `localhost:${port}`)
        .replaceAll('127.0.0.1:4000', `127.0.0.1:${emulatorPort}`)
        .replaceAll('localhost:5000', `localhost:${signupPort}`)
      await using workspace = createProjectCopy()
      workspace.write('face.jpg', JPEG)
      const script = `set -euo pipefail\n${runInBackground(code, signupPort)}`
      const bash = workspace.run('bash', ['-c', script], {
        PORT: String(port),
        EMULATOR_PORT: String(emulatorPort),
        SIGNUP_PORT: String(signupPort),
        VERIFY_URL: `http://localhost:${port}`,
      })
      const exitCode = await bash.exited
      expect({ exitCode, output: bash.output() }).toEqual({
        exitCode: 0,
        output: expect.stringMatching(expected) as unknown,
      })
      expect(bash.output()).not.toMatch(/"(status|code)":"?[45]\d\d|application\/problem/)
    },
    TIMEOUT_MS,
  )
})

/** The example's own server runs until it is stopped, so the test asks it for its page instead. */
function runInBackground(code: string, port: number): string {
  const start = 'node examples/signup/main.js'
  if (!code.includes(start)) return code
  const retry = '--silent --fail --retry 30 --retry-delay 1 --retry-connrefused'
  return code.replace(start, `${start} &\ncurl ${retry} http://localhost:${port}/`)
}

describe('the shell samples that run for long', () => {
  const commands = [
    ...listed.flatMap(({ page, code }) => listCommands(code).map((command) => [page, command])),
    ...SAMPLES.filter(({ label }) => label === 'yaml').flatMap(({ page, code }) =>
      [...code.matchAll(/- run: (.*)/g)].map(([, command = '']) => [page, command]),
    ),
  ] as [string, string][]

  it.each(commands)('%s: %s exists', (_page, command) => {
    expect(findMissing(command)).toEqual([])
  })
})

function listCommands(code: string): string[] {
  return code
    .split('\n')
    .flatMap((line) => line.replace(/\s#.*$/, '').split('&&'))
    .map((command) => command.trim())
    .filter((command) => command !== '')
}

/** The parts of a command that do not exist: its npm script, its options or its arguments. */
function findMissing(command: string): string[] {
  const words = command.split(' ').filter((word) => !/^[A-Z_]+=/.test(word))
  if (command.startsWith('docker ')) return existsSync(join(ROOT, 'Dockerfile')) ? [] : [command]
  if (words[0] !== 'npm') return [command]
  if (words[1] === 'ci') return []
  const rest = words.slice(1).filter((word) => !['run', '--silent'].includes(word))
  const [script = '', ...args] = rest
  const source = scripts[script]
  if (source === undefined) return [`npm run ${script}`]
  const known = readSources(source)
  return args
    .filter((arg) => arg !== '--')
    .filter((_arg, index, all) => !['--junit', '--from'].includes(all[index - 1] ?? ''))
    .map((arg) => arg.replace(/^'(.*)\*'$/, '$1'))
    .filter((arg) => !known.includes(arg))
}

/** The text of everything that belongs to an npm script, such as tools/doctor/. */
function readSources(source: string): string {
  const entry = /[\w/-]+\/main\.(?:js|ts)/.exec(source)?.[0]
  if (entry === undefined) return source
  const texts = listFiles(join(ROOT, entry, '..')).map((file) => readFileSync(file, 'utf8'))
  const scenarios = listFiles(join(ROOT, 'scenarios')).map(
    (file) => relative(ROOT, file) + readFileSync(file, 'utf8'),
  )
  return [...texts, ...scenarios].join('\n')
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
}
