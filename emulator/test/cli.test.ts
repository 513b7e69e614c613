import { spawn } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, describe, expect, it } from '@jest/globals'
import { derivePublicKey } from '../src/application.js'
import { parseCliOptions, toRunOptions, UsageError } from '../src/cli-options.js'
import { startEmulatorFixture } from './emulator-fixture.js'
import { SESSION_SPEC } from './session-spec.js'
import { createApplication, createSignedClient } from './signed-client.js'

const CLI = fileURLToPath(new URL('../src/cli.ts', import.meta.url))
const TSX = import.meta.resolve('tsx')
const folder = mkdtempSync(join(tmpdir(), 'emulator-'))
const application = createApplication()
const children: { kill(signal: 'SIGKILL'): boolean }[] = []

const privateKeyFile = writeFile('private.pem', application.privateKey)
const publicKeyFile = writeFile('public.pem', application.publicKey)
const textFile = writeFile('notes.txt', 'not a key')
const { publicKey: otherKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const otherKeyFile = writeFile('ec.pem', String(otherKey.export({ type: 'spki', format: 'pem' })))

function writeFile(name: string, content: string): string {
  const file = join(folder, name)
  writeFileSync(file, content)
  return file
}

function runCli(...args: string[]) {
  const child = spawn(process.execPath, ['--import', TSX, CLI, ...args], { cwd: folder })
  children.push(child)
  let stdout = ''
  let stderr = ''
  const apiUrl = new Promise<string>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString()
      const url = /^YOTI_IDV_API_URL=(.+)\n/m.exec(stdout)?.[1]
      if (url !== undefined) resolve(url)
    })
  })
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const exitCode = new Promise<number | null>((resolve) => child.once('close', resolve))
  return { child, apiUrl, exitCode, stdout: () => stdout, stderr: () => stderr }
}

function readSetting(text: string, name: string): string {
  return new RegExp(`^${name}=(.+)$`, 'm').exec(text)?.[1] ?? ''
}

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

afterAll(() => {
  rmSync(folder, { recursive: true })
})

describe('yoti-idv-emulator', () => {
  it('creates an application in ./data, and reuses its SDK id with another --key, until a signal', async () => {
    const first = runCli('--port', '0')
    const apiUrl = await first.apiUrl
    const sdkId = readSetting(first.stdout(), 'YOTI_CLIENT_SDK_ID')
    const keyFile = readSetting(first.stdout(), 'YOTI_KEY_FILE_PATH')
    expect(readSetting(first.stdout(), 'YOTI_DOC_SCAN_API_URL')).toBe(apiUrl)
    const sandboxUrl = apiUrl.replace('/idverify/v1', '/sandbox/idverify/v1')
    expect(first.stdout()).toContain(`accepts response configurations: ${sandboxUrl}\n`)
    expect(keyFile).toBe(join(folder, 'data', 'emulator-key.pem'))
    expect(statSync(keyFile).mode & 0o777).toBe(0o600)
    const credentials = { sdkId, privateKey: readFileSync(keyFile, 'utf8') }
    const signed = createSignedClient(apiUrl, credentials)
    expect((await signed('POST', '/sessions', SESSION_SPEC)).status).toBe(201)

    first.child.kill('SIGTERM')
    expect(await first.exitCode).toBe(0)
    const second = runCli('--port', '0', '--key', publicKeyFile)
    for (const path of ['/idverify/v1', '/sandbox/idverify/v1']) {
      const { href } = new URL(path, await second.apiUrl)
      const other = createSignedClient(href, { ...application, sdkId })
      expect((await other('POST', '/sessions', SESSION_SPEC)).status).toBe(201)
    }
    expect(readSetting(second.stdout(), 'YOTI_CLIENT_SDK_ID')).toBe(sdkId)
    second.child.kill('SIGINT')
    expect(await second.exitCode).toBe(0)
  })

  it('prints the version of the package for --version', async () => {
    const { exitCode, stdout } = runCli('--version')
    expect(await exitCode).toBe(0)
    const manifest = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
    expect(manifest).toContain(`"version": "${stdout().trim()}"`)
  })

  it('explains an unknown option and exits with 2', async () => {
    const { exitCode, stderr } = runCli('--prot', '4000')
    expect(await exitCode).toBe(2)
    expect(stderr()).toMatch(/^Unknown option '--prot'/)
    expect(stderr()).toMatch(/\nRun yoti-idv-emulator --help for all options\.\n$/)
  })

  it('suggests --port and exits with 1 when the port is taken', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { exitCode, stderr } = runCli('--port', String((server.address() as AddressInfo).port))
    expect(await exitCode).toBe(1)
    expect(stderr()).toBe('The port is taken. Choose another one with --port.\n')
    server.close()
  })
})

describe('the options of yoti-idv-emulator', () => {
  const toOptions = (...args: string[]) => toRunOptions(parseCliOptions(args))
  const credentials = ['--sdk-id', application.sdkId, '--key', privateKeyFile]

  it('are host 127.0.0.1, port 4000 and normal speed by default', () => {
    expect(toOptions(...credentials)).toEqual({
      host: '127.0.0.1',
      port: 4000,
      speed: 1,
      recordContent: false,
      application: {
        sdkId: application.sdkId,
        publicKey: application.publicKey,
        keyFilePath: privateKeyFile,
      },
    })
  })

  it('divide every delay of the timeline by --speed', async () => {
    const { speed } = toOptions(...credentials, '--speed', '10')
    await using world = await startEmulatorFixture({ ...(speed !== undefined && { speed }) })
    const { id } = await world.finishSession()
    await world.clock.advance(449)
    expect(world.emulator.session(id)?.state).toBe('ONGOING')
    await world.clock.advance(1)
    expect(world.emulator.session(id)?.state).toBe('COMPLETED')
  })

  it('use the origin of --public-url, and no key path when --key is a public key', () => {
    const { publicUrl, application: found } = toOptions(
      ...['--sdk-id', application.sdkId, '--key', publicKeyFile],
      ...['--public-url', 'https://emulator.test/'],
    )
    expect(publicUrl).toBe('https://emulator.test')
    expect(found).toEqual({ sdkId: application.sdkId, publicKey: application.publicKey })
  })

  it.each([
    [['--port', 'four'], '--port must be a number from 0 to 65535, not "four".'],
    [['--speed', '0'], '--speed must be a number above 0, not "0".'],
    [['--sdk-id', 'mine'], '--sdk-id must be a UUID, not "mine".'],
    [['--public-url', 'emulator.test'], '--public-url must be an http or https URL'],
    [['--tls-cert', 'cert.pem'], '--tls-cert needs --tls-key. Set both or neither.'],
    [['--tls-key', 'key.pem'], '--tls-key needs --tls-cert. Set both or neither.'],
  ])('are rejected as wrong usage when they are %j', (args, message) => {
    const parse = () => toOptions(...args)
    expect(parse).toThrow(UsageError)
    expect(parse).toThrow(message)
  })

  it.each([
    ['--key does not exist', ['--key', 'no.pem'], '--key: cannot read no.pem (ENOENT).'],
    ['--key is not PEM', ['--key', textFile], `--key: ${textFile} is not an RSA key.`],
    ['--key is not RSA', ['--key', otherKeyFile], `--key: ${otherKeyFile} is not an RSA key.`],
    [
      '--tls-cert does not exist',
      ['--tls-cert', 'no.pem', '--tls-key', privateKeyFile],
      '--tls-cert: cannot read no.pem (ENOENT).',
    ],
    [
      '--tls-cert is not PEM',
      ['--tls-cert', textFile, '--tls-key', privateKeyFile],
      '--tls-cert and --tls-key are not a certificate and its private key in PEM format.',
    ],
  ])('are rejected when %s', (_problem, args, message) => {
    expect(() => toOptions(...args)).toThrow(message)
  })
})

it('derivePublicKey reads a private key as PEM, with escaped line breaks, or in base64', () => {
  const { publicKey, privateKey } = application
  const escaped = privateKey.replaceAll('\n', '\\n')
  for (const text of [privateKey, ` ${privateKey}\n`, escaped]) {
    expect(derivePublicKey(text)).toBe(publicKey)
    expect(derivePublicKey(Buffer.from(text).toString('base64'))).toBe(publicKey)
  }
})
