import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { get } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from '@jest/globals'
import { loadCertificate } from '../../../tools/certificate/index.js'
import { SESSION_SPEC } from '../../../emulator/test/session-spec.js'
import { createApplication, createSignedClient } from '../../../emulator/test/signed-client.js'
import { listen } from '../../support/listen.js'
import { startTool } from '../run-tool.js'

const folder = mkdtempSync(join(tmpdir(), 'emulator-'))
const stops: (() => void)[] = []

function startProcess(environment: Record<string, string>) {
  const env = { EMULATOR_PORT: '0', ...environment }
  const { child, ended } = startTool('emulator', { cwd: folder, env })
  stops.push(() => child.kill('SIGKILL'))
  let output = ''
  const listening = new Promise<string>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const url = /https?:\S+\/idverify\/v1/.exec(output)?.[0]
      if (url !== undefined) resolve(url)
    })
  })
  return { child, ended, listening, output: () => output }
}

afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

afterAll(() => {
  rmSync(folder, { recursive: true })
})

describe('npm run emulator', () => {
  it('accepts the application that .env names, and stops on SIGTERM', async () => {
    const application = createApplication()
    const { sdkId, privateKey } = application
    const file = join(folder, '.env')
    writeFileSync(file, `YOTI_CLIENT_SDK_ID=${sdkId}\nYOTI_KEY="${privateKey}"\n`)
    const { child, ended, listening, output } = startProcess({})
    const signed = createSignedClient(await listening, application)
    rmSync(file)
    expect((await signed('POST', '/sessions', SESSION_SPEC)).status).toBe(201)
    expect(output()).toContain(`YOTI_CLIENT_SDK_ID=${sdkId}\n`)
    expect(output()).not.toContain('PRIVATE KEY')
    const inboxUrl = /shows every request and notification: (\S+)/.exec(output())?.[1] ?? ''
    const state = (await (await fetch(`${inboxUrl}/state`)).json()) as { requests: object[] }
    expect(state.requests).toMatchObject([{ method: 'POST', status: 201, digest: 'verified' }])
    child.kill('SIGTERM')
    expect(await ended).toMatchObject({ code: 0, errors: '' })
  })

  it('keeps an application in ./data and prints it when no credentials are set', async () => {
    const { listening, output } = startProcess({})
    const apiUrl = await listening
    expect(output()).toContain(`YOTI_KEY_FILE_PATH=${join(folder, 'data', 'emulator-key.pem')}\n`)
    expect(output()).toMatch(/^YOTI_CLIENT_SDK_ID=[\da-f-]{36}$/m)
    expect(output()).toContain(`YOTI_IDV_API_URL=${apiUrl}\n`)
  })

  it('serves https with the development certificate when HTTPS is self-signed', async () => {
    const { sdkId, privateKey } = createApplication()
    const { listening } = startProcess({
      HTTPS: 'self-signed',
      EMULATOR_HOST: '127.0.0.1',
      YOTI_CLIENT_SDK_ID: sdkId,
      YOTI_KEY: privateKey.replaceAll('\n', '\\n'),
    })
    const apiUrl = await listening
    expect(apiUrl).toMatch(/^https:\/\/127\.0\.0\.1:\d+\//)
    const { cert } = loadCertificate(join(folder, 'data')) ?? { cert: '' }
    const request = get(`${apiUrl}/supported-documents`, { ca: cert })
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    expect(response.resume().statusCode).toBe(200)
  })

  it('names EMULATOR_PORT when the port is taken', async () => {
    await using other = await listen()
    const { code, errors } = await startProcess({ EMULATOR_PORT: String(other.port) }).ended
    expect(code).toBe(1)
    expect(errors).toContain(`EMULATOR_PORT: port ${other.port} is taken`)
  })

  const PEM = { YOTI_CLIENT_SDK_ID: 'x', YOTI_KEY: createApplication().privateKey }
  it.each<[string, Record<string, string>, string]>([
    ['an SDK id without a key', { YOTI_CLIENT_SDK_ID: 'x' }, 'YOTI_KEY_FILE_PATH'],
    ['a key without an SDK id', { YOTI_KEY: 'x' }, 'YOTI_CLIENT_SDK_ID'],
    ['an invalid key', { ...PEM, YOTI_KEY: 'secret' }, 'YOTI_KEY'],
    ['a missing key file', { YOTI_CLIENT_SDK_ID: 'x', YOTI_KEY_FILE_PATH: 'none' }, 'ENOENT'],
    ['an invalid speed', { EMULATOR_SPEED: 'fast' }, 'EMULATOR_SPEED'],
  ])('names the variable of %s and exits with 1', async (_problem, environment, variable) => {
    const { code, output, errors } = await startProcess(environment).ended
    expect(code).toBe(1)
    expect(errors).toContain(variable)
    expect(output + errors).not.toContain('secret')
  })
})
