import { describe, expect, it } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { startEmulator } from '../../../emulator/src/start-emulator.js'
import { createApplication } from '../../support/application.js'
import { getFreePort } from '../../support/free-port.js'

const MAIN = fileURLToPath(new URL('../../../dist/tools/doctor/main.js', import.meta.url))
const SECRETS = {
  APP_SECRET: 'an-app-secret-of-the-tests-0123456789',
  API_KEYS: 'shop:an-api-key-of-the-tests-0123456789-abc',
  OUTCOME_WEBHOOK_URL: 'https://shop.example/outcomes?token=webhook-token',
  OUTCOME_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
  DATABASE_URL: 'postgres://rp:database-password@127.0.0.1:1/rp',
}

interface Report {
  target: string
  ok: boolean
  findings: { group: string; name: string; status: string; seen: string; fix?: string }[]
}

async function runDoctor(env: Record<string, string>, ...args: string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: mkdtempSync(join(tmpdir(), 'doctor ')),
    env: {
      PATH: process.env.PATH,
      PORT: String(await getFreePort()),
      ...env,
    },
  })
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ])
  return { code, output, errors }
}

function findFinding({ findings }: Report, name: string) {
  return findings.filter((finding) => finding.name === name)
}

describe('npm run doctor', () => {
  it('prints OK and the variables for Yoti when nothing is set', async () => {
    const { code, output } = await runDoctor({})
    expect(code).toBe(0)
    expect(output).toMatch(/^OK$/m)
    expect(output).toMatch(/To use Yoti, set YOTI_CLIENT_SDK_ID/)
    expect(output).not.toMatch(/^ {2}(warn|fail)/m)
    expect(output).not.toContain('\u001b')
  })

  it('reports a wrong key as JSON, exits with 1 and prints no secret', async () => {
    const [application, other] = [createApplication(), createApplication()]
    await using emulator = await startEmulator({ port: 0, applications: [application] })
    const env = {
      ...SECRETS,
      YOTI_CLIENT_SDK_ID: application.sdkId,
      YOTI_KEY: other.privatePem,
      YOTI_IDV_API_URL: emulator.apiUrl,
    }
    const { code, output, errors } = await runDoctor(env, '--json')
    expect(code).toBe(1)
    expect(errors).toBe('')
    const report = JSON.parse(output) as Report
    expect(report).toMatchObject({ target: 'emulator', ok: false })
    expect(findFinding(report, 'key at Yoti')).toMatchObject([{ status: 'fail' }])
    expect(findFinding(report, 'database')).toMatchObject([{ status: 'fail' }])
    expect(findFinding(report, 'clock')).toMatchObject([{ status: 'ok' }])
    for (const { status, seen, fix } of report.findings) {
      expect(seen).toMatch(/\w/)
      expect(fix === undefined).toBe(status === 'ok')
    }

    const readable = await runDoctor(env)
    expect(readable.code).toBe(1)
    const shown = output + readable.output
    const [, keyLine = ''] = other.privatePem.split('\n')
    for (const secret of ['-0123456789', 'webhook-token', 'whsec_', 'database-password', keyLine]) {
      expect(shown).not.toContain(secret)
    }
  })

  it('exits with 0 when there are only warnings', async () => {
    const application = createApplication()
    await using emulator = await startEmulator({ port: 0, applications: [application] })
    const keyFile = join(mkdtempSync(join(tmpdir(), 'doctor ')), 'key.pem')
    writeFileSync(keyFile, application.privatePem)
    chmodSync(keyFile, 0o644)
    const { code, output } = await runDoctor({
      YOTI_CLIENT_SDK_ID: application.sdkId,
      YOTI_KEY_FILE_PATH: keyFile,
      YOTI_IDV_API_URL: emulator.apiUrl,
      YOTI_KEY_FILE: 'x',
    })
    expect(output).toMatch(
      /warn {2}private key +RSA, 2048 bits, valid[^>]*> Restrict the file in YOTI_KEY_FILE_PATH to this user: chmod\s+600/,
    )
    expect(output).toMatch(/accepted: Yoti knows the application/)
    expect(output).toContain('OK, 2 warnings')
    expect(code).toBe(0)
  })

  it('reports all problems and runs the other checks when the configuration is invalid', async () => {
    const { code, output } = await runDoctor(
      {
        PORT: 'x',
        YOTI_CLIENT_SDK_ID: 'y',
        YOTI_KEY: 'z',
        RESOURCES_TTL: '1',
        LOG_LEVEL: 'loud',
        YOTI_APP_BASE_URL: 'https://verify.invalid',
        TRUST_PROXY: '1',
      },
      '--json',
    )
    expect(code).toBe(1)
    const report = JSON.parse(output) as Report
    for (const name of ['address', 'private key', 'retention', 'app secret', 'environment']) {
      expect([name, findFinding(report, name)[0]?.status]).toEqual([name, 'fail'])
    }
    expect(findFinding(report, 'SDK id')).toMatchObject([{ status: 'warn' }])
    expect(findFinding(report, 'key at Yoti')).toMatchObject([
      { seen: 'not checked: no credentials' },
    ])
    expect(findFinding(report, 'notifications')).toMatchObject([{ status: 'fail' }])
    expect(findFinding(report, 'database')).toMatchObject([{ status: 'ok' }])
  })

  it('sends no signed request over http, and fails on cookies without Secure', async () => {
    const application = createApplication()
    const { output } = await runDoctor(
      {
        YOTI_CLIENT_SDK_ID: application.sdkId,
        YOTI_KEY: application.privatePem,
        YOTI_IDV_API_URL: 'http://yoti.invalid/idverify/v1',
        YOTI_APP_BASE_URL: 'http://shop.invalid',
      },
      '--json',
    )
    const report = JSON.parse(output) as Report
    const unasked = {
      status: 'warn',
      seen: expect.stringMatching(/^not checked: signed requests/) as unknown,
    }
    expect(findFinding(report, 'key at Yoti')).toMatchObject([unasked])
    expect(findFinding(report, 'clock')).toMatchObject([unasked])
    expect(findFinding(report, 'cookies')).toMatchObject([
      {
        status: 'fail',
        seen: expect.stringContaining('http://shop.invalid is http') as unknown,
        fix: expect.stringContaining('Terminate https in a proxy') as unknown,
      },
    ])
  })

  it.each([
    [undefined, /^SESSION_SPEC_FILE: cannot be read \(ENOENT\)\.$/, /^Check the path/],
    ['{"default": }', /: is not valid JSON from line 1, column 13\.$/, /^Correct it there\.$/],
    ['[]', /expected an object of presets\.$/, /^Write \{"default": \{.*\}\}\.$/],
  ])('separates problem and remedy when the presets file is %j', async (text, seen, fix) => {
    const file = join(mkdtempSync(join(tmpdir(), 'doctor ')), 'presets.json')
    if (text !== undefined) writeFileSync(file, text)
    const { output } = await runDoctor({ SESSION_SPEC_FILE: file }, '--json')
    expect(findFinding(JSON.parse(output) as Report, 'presets')).toEqual([
      {
        group: 'This server',
        name: 'presets',
        status: 'fail',
        seen: expect.stringMatching(seen) as unknown,
        fix: expect.stringMatching(fix) as unknown,
      },
    ])
  })

  it('prints the usage when --help is set or an option is unknown', async () => {
    expect(await runDoctor({}, '--help')).toMatchObject({ code: 0, errors: '' })
    const { code, errors } = await runDoctor({}, '--loud')
    expect(code).toBe(1)
    expect(errors).toContain('npm run doctor [-- --json]')
  })
})
