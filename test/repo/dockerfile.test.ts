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
const image = stages.at(-1) ?? []

describe('the Dockerfile', () => {
  it('builds in stages, all of them on the slim image of one Node line', () => {
    expect(stages.length).toBeGreaterThan(1)
    expect(valuesOf(instructions, 'ARG')).toEqual(['NODE=node:24-slim'])
    const bases = valuesOf(instructions, 'FROM').map((value) => value.split(' ')[0])
    expect(new Set(bases)).toEqual(new Set(['${NODE}']))
  })

  it('puts into the image what the server needs, and no sources or development dependencies', () => {
    expect(valuesOf(image, 'COPY')).toEqual([
      'package.json ./',
      '--from=dependencies /app/node_modules node_modules',
      '--from=build /app/dist dist',
      'views views',
      'scenarios scenarios',
    ])
    const dependencies = stages.find((stage) => stage[0]?.value.endsWith(' AS dependencies')) ?? []
    expect(valuesOf(dependencies, 'RUN')).toEqual(['npm ci --omit=dev'])
  })

  it('runs as a user who is not root but owns data/, a volume', () => {
    const names = image.map(({ name }) => name)
    expect(valuesOf(image, 'USER')).toEqual(['node'])
    expect(names.indexOf('USER')).toBeLessThan(names.indexOf('CMD'))
    expect(valuesOf(image, 'RUN')).toEqual(['mkdir data && chown node:node data'])
    // What comes after VOLUME is lost on it, and what is made before it is what a new volume starts as.
    expect(names.indexOf('RUN')).toBeLessThan(names.indexOf('VOLUME'))
    expect(valuesOf(image, 'VOLUME')).toEqual(['/app/data'])
  })

  it('starts node without a shell, so that signals reach it', () => {
    expect(valuesOf(image, 'CMD').map((value) => JSON.parse(value) as unknown)).toEqual([
      ['node', 'dist/server.js'],
    ])
    expect(valuesOf(image, 'ENTRYPOINT')).toEqual([])
  })

  it('listens on every address, in production', () => {
    expect(valuesOf(image, 'ENV')).toEqual(['NODE_ENV=production HOST=0.0.0.0 PORT=3000'])
  })

  it('is healthy when /healthz answers', () => {
    const [check = ''] = valuesOf(image, 'HEALTHCHECK')
    const command = JSON.parse(check.slice(check.indexOf('CMD ') + 4)) as string[]
    expect(command.slice(0, 2)).toEqual(['node', '-e'])
    expect(command[2]).toContain(
      'fetch(`http://127.0.0.1:${process.env.OPS_PORT || process.env.PORT}/healthz`)',
    )
  })

  it('is built by npm commands that .ci/run tries', () => {
    const commands = instructions
      .filter(({ name, value }) => name === 'RUN' && value.startsWith('npm'))
      .map(({ value }) => value)
    expect(commands).toEqual(['npm ci', 'npm run build', 'npm ci --omit=dev'])
    const steps = read('.ci/run')
      .split('\n')
      .map((line) => line.trim())
    expect(steps).toEqual(expect.arrayContaining(commands))
  })
})

describe('.dockerignore', () => {
  it('lets in only what the Dockerfile copies', () => {
    const lines = read('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
    const copied = valuesOf(instructions, 'COPY')
      .filter((value) => !value.startsWith('--from'))
      .flatMap((value) => value.split(' ').slice(0, -1))
    expect(lines[0]).toBe('*')
    expect(new Set(lines.slice(1))).toEqual(new Set(copied.map((name) => `!${name}`)))
  })
})

describe('compose.yaml', () => {
  it('runs one service on the emulator, reachable from this machine only', () => {
    const compose = read('compose.yaml')
    expect(compose).toMatch(/^ {2}[a-z-]+:\n {4}build: \.$/m)
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

function splitStages(all: Instruction[]): Instruction[][] {
  const result: Instruction[][] = []
  for (const instruction of all) {
    if (instruction.name === 'FROM') result.push([])
    result.at(-1)?.push(instruction)
  }
  return result
}

function valuesOf(from: Instruction[], name: string): string[] {
  return from.filter((instruction) => instruction.name === name).map(({ value }) => value)
}
