import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { get } from 'node:https'
import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from '@jest/globals'
import { loadCertificate } from '../../../tools/certificate/load-or-create-certificate.js'
import { SESSION_SPEC } from '../../../emulator/test/session-spec.js'
import { createApplication, createSignedClient } from '../../../emulator/test/signed-client.js'

const MAIN = new URL('../../../tools/emulator/main.ts', import.meta.url)
const TSX = import.meta.resolve('tsx')
const folder = mkdtempSync(join(tmpdir(), 'emulator-'))
const stops: (() => void)[] = []

function startProcess(environment: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', TSX, fileURLToPath(MAIN)], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      TSX_TSCONFIG_PATH: process.env.TSX_TSCONFIG_PATH,
      EMULATOR_PORT: '0',
      ...environment,
    },
  })
  stops.push(() => child.kill('SIGKILL'))
  let output = ''
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const listening = new Promise<string>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const url = /https?:\S+\/idverify\/v1/.exec(output)?.[0]
      if (url !== undefined) resolve(url)
    })
  })
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return { child, exited, listening, output: () => output }
}

afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

describe('npm run emulator', () => {
  it('accepts the application of the environment and stops at SIGTERM', async () => {
    const application = createApplication()
    const { child, exited, listening, output } = startProcess({
      YOTI_CLIENT_SDK_ID: application.sdkId,
      YOTI_KEY: application.privateKey.replaceAll('\n', '\\n'),
    })
    const signed = createSignedClient(await listening, application)
    expect((await signed('POST', '/sessions', SESSION_SPEC)).status).toBe(201)
    expect(output()).not.toContain('PRIVATE KEY')
    const inboxUrl = /shows every request and notification: (\S+)/.exec(output())?.[1] ?? ''
    const state = (await (await fetch(`${inboxUrl}/state`)).json()) as { requests: object[] }
    expect(state.requests).toMatchObject([{ method: 'POST', status: 201, digest: 'verified' }])
    child.kill('SIGTERM')
    expect(await exited).toBe(0)
  })

  it('speaks https by the development certificate where HTTPS says so', async () => {
    const { sdkId, privateKey } = createApplication()
    const { listening } = startProcess({
      HTTPS: 'self-signed',
      EMULATOR_HOST: '127.0.0.1',
      YOTI_CLIENT_SDK_ID: sdkId,
      YOTI_KEY: privateKey,
    })
    const apiUrl = await listening
    expect(apiUrl).toMatch(/^https:\/\/127\.0\.0\.1:\d+\//)
    const { cert } = loadCertificate(join(folder, 'data')) ?? { cert: '' }
    const asked = get(`${apiUrl}/supported-documents`, { ca: cert })
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]
    expect(answer.resume().statusCode).toBe(200)
  })

  it('names EMULATOR_PORT when the port is taken', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    const { sdkId, privateKey } = createApplication()
    const { exited, output } = startProcess({
      EMULATOR_PORT: String(port),
      YOTI_CLIENT_SDK_ID: sdkId,
      YOTI_KEY: privateKey,
    })
    expect(await exited).toBe(1)
    expect(output()).toContain(`Port ${port} is taken. Set EMULATOR_PORT to a free port.`)
    other.close()
  })

  it.each([
    [
      'https of another kind',
      { HTTPS: 'on', YOTI_CLIENT_SDK_ID: 'x', YOTI_KEY: createApplication().privateKey },
      'HTTPS',
    ],
    ['an SDK id alone', { YOTI_CLIENT_SDK_ID: 'x' }, 'YOTI_KEY_FILE_PATH'],
    ['a key alone', { YOTI_KEY: 'x' }, 'YOTI_CLIENT_SDK_ID'],
    ['a key that is none', { YOTI_CLIENT_SDK_ID: 'x', YOTI_KEY: 'secret' }, 'YOTI_KEY'],
    [
      'a port that is none',
      { EMULATOR_PORT: 'four', YOTI_CLIENT_SDK_ID: 'x', YOTI_KEY: createApplication().privateKey },
      'EMULATOR_PORT',
    ],
  ])('explains %s and exits with 1', async (_what, environment, variable) => {
    const { exited, output } = startProcess(environment)
    expect(await exited).toBe(1)
    expect(output()).toContain(variable)
    expect(output()).not.toContain('secret')
  })
})
