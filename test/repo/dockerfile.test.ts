import { describe, expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Instruction {
  name: string
  value: string
}

const project = join(import.meta.dirname, '..', '..')
const read = (name: string) => readFileSync(join(project, name), 'utf8')

const instructions = parseDockerfile(read('Dockerfile'))
const stages = splitStages(instructions)
const targets = ['server', 'demo', 'emulator'] as const

describe('the Dockerfile', () => {
  it('uses the slim image of one Node version for every stage', () => {
    expect(valuesOf(instructions, 'ARG')).toEqual(['NODE=node:24-slim'])
    const external = valuesOf(instructions, 'FROM')
      .map((value) => value.split(' ')[0] ?? '')
      .filter((base) => !stages.has(base))
    expect(new Set(external)).toEqual(new Set(['${NODE}']))
  })

  it('builds the target server when no target is given', () => {
    expect([...stages.keys()].at(-1)).toBe('server')
  })

  it('copies no sources, emulator, scenarios or development dependencies into server', () => {
    expect(valuesOf(listEffective('server'), 'COPY')).toEqual([
      'package.json ./',
      'views views',
      'locales locales',
      '--from=server-dependencies /app/node_modules node_modules',
      '--from=server-build /app/dist dist',
    ])
    expect(valuesOf(stages.get('server-dependencies') ?? [], 'RUN')).toEqual([
      'npm ci --omit=dev --workspaces=false',
    ])
    expect(valuesOf(stages.get('server-build') ?? [], 'RUN')).toEqual([
      'rm -r dist/tools/emulator dist/tools/scenario-runner',
    ])
  })

  it('copies the emulator and the scenarios, but no sources, into demo', () => {
    expect(valuesOf(listEffective('demo'), 'COPY')).toEqual([
      'package.json ./',
      'views views',
      'locales locales',
      '--from=demo-dependencies /app/node_modules node_modules',
      '--from=build /app/dist dist',
      'emulator/package.json emulator/',
      '--from=build /app/emulator/dist emulator/dist',
      'emulator/public emulator/public',
      'scenarios scenarios',
    ])
    expect(valuesOf(stages.get('demo-dependencies') ?? [], 'RUN')).toEqual(['npm ci --omit=dev'])
  })

  it('copies only the package yoti-idv-emulator into emulator', () => {
    expect(valuesOf(listEffective('emulator'), 'COPY')).toEqual([
      '--from=emulator-dependencies /app/node_modules node_modules',
      'emulator/package.json emulator/',
      '--from=build /app/emulator/dist emulator/dist',
      'emulator/public emulator/public',
    ])
    expect(valuesOf(stages.get('emulator-dependencies') ?? [], 'RUN')).toEqual([
      'npm ci --omit=dev --workspace=yoti-idv-emulator',
    ])
  })

  it.each(targets)('%s runs as the user node, who owns the volume data/', (target) => {
    const effective = listEffective(target)
    const names = effective.map(({ name }) => name)
    expect(valuesOf(effective, 'USER')).toEqual(['node'])
    expect(names.indexOf('USER')).toBeLessThan(names.indexOf('CMD'))
    expect(valuesOf(effective, 'RUN')).toEqual(['mkdir data && chown node:node data'])
    // Docker discards changes to a volume after VOLUME, so the folder must exist before it.
    expect(names.indexOf('RUN')).toBeLessThan(names.indexOf('VOLUME'))
    expect(valuesOf(effective, 'VOLUME')).toEqual(['/app/data'])
  })

  it.each([
    ['server', ['node', 'dist/server.js']],
    ['demo', ['node', 'dist/server.js']],
    ['emulator', ['node', 'emulator/dist/cli.js', '--host', '0.0.0.0']],
  ])('%s starts %j without a shell, so that signals reach Node', (target, command) => {
    const effective = listEffective(target)
    expect(valuesOf(effective, 'CMD').map((value) => JSON.parse(value) as unknown)).toEqual([
      command,
    ])
    expect(valuesOf(effective, 'ENTRYPOINT')).toEqual([])
  })

  it.each(['server', 'demo'])('%s listens on every address, in production mode', (target) => {
    expect(valuesOf(listEffective(target), 'ENV')).toEqual([
      'NODE_ENV=production',
      'HOST=0.0.0.0 PORT=3000',
    ])
  })

  it.each([
    ['server', 'fetch(`http://127.0.0.1:${process.env.OPS_PORT || process.env.PORT}/healthz`)'],
    ['demo', 'fetch(`http://127.0.0.1:${process.env.OPS_PORT || process.env.PORT}/healthz`)'],
    ['emulator', "fetch('http://127.0.0.1:4000/idverify/v1/supported-documents')"],
  ])('%s is healthy when %s succeeds', (target, request) => {
    const [check = ''] = valuesOf(listEffective(target), 'HEALTHCHECK')
    const command = JSON.parse(check.slice(check.indexOf('CMD ') + 4)) as string[]
    expect(command.slice(0, 2)).toEqual(['node', '-e'])
    expect(command[2]).toContain(request)
    expect(command[2]).toContain('process.exit(response.ok ? 0 : 1)')
  })

  it('is built without Docker by .ci/run, which starts every target', () => {
    const ci = read('.ci/run')
    expect(ci).toContain('scripts/build-docker-targets.js')
    for (const target of targets) expect(ci).toContain(`$work/image/${target}"`)
    for (const target of targets) {
      const [command = '[]'] = valuesOf(listEffective(target), 'CMD')
      expect(ci).toContain((JSON.parse(command) as string[]).slice(0, 2).join(' '))
    }
  })
})

describe('.dockerignore', () => {
  const lines = read('.dockerignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))

  it('allows only what the Dockerfile copies', () => {
    const copied = valuesOf(instructions, 'COPY')
      .filter((value) => !value.startsWith('--from'))
      .flatMap((value) => value.split(' ').slice(0, -1))
      .map((path) => path.split('/')[0] ?? '')
    expect(lines[0]).toBe('*')
    const allowed = lines.filter((line) => line.startsWith('!'))
    expect(new Set(allowed)).toEqual(new Set(copied.map((name) => `!${name}`)))
  })

  it('excludes tests, build output, data and dependencies inside the allowed folders', () => {
    const last = lines.slice(lines.findLastIndex((line) => line.startsWith('!')) + 1)
    expect(last).toEqual(['**/test', '**/dist', '**/data', '**/node_modules'])
  })
})

describe('compose.yaml', () => {
  it('runs the target demo, reachable from this machine only', () => {
    const compose = read('compose.yaml')
    expect(compose).toMatch(
      /^ {2}[a-z-]+:\n {4}build:\n {6}context: \.\n {6}target: demo\n {4}environment:$/m,
    )
    expect(compose).toContain('YOTI_TARGET: emulator')
    expect(compose).toContain('EMULATOR_HOST: 0.0.0.0')
    expect(compose.match(/\d+(\.\d+){3}(:\d+)+/g)).toEqual([
      '127.0.0.1:3000:3000',
      '127.0.0.1:4000:4000',
    ])
    expect(compose).toMatch(/- data:\/app\/data[\s\S]*^volumes:\n {2}data:$/m)
  })
})

function parseDockerfile(text: string): Instruction[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name = '', value = ''] = /^([A-Z]+) (.*)$/.exec(line) ?? []
      return { name, value }
    })
}

function splitStages(all: Instruction[]): Map<string, Instruction[]> {
  const result = new Map<string, Instruction[]>()
  let current: Instruction[] = []
  for (const instruction of all) {
    if (instruction.name === 'FROM') {
      current = []
      result.set(instruction.value.split(' AS ')[1] ?? '', current)
    }
    current.push(instruction)
  }
  return result
}

/** The instructions of a stage, after those of the stages it is based on. */
function listEffective(stage: string): Instruction[] {
  const own = stages.get(stage) ?? []
  const base = own[0]?.value.split(' ')[0] ?? ''
  return stages.has(base) ? [...listEffective(base), ...own] : own
}

function valuesOf(from: Instruction[], name: string): string[] {
  return from.filter((instruction) => instruction.name === name).map(({ value }) => value)
}
