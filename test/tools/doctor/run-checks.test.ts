import { describe, expect, it } from '@jest/globals'
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmulator } from '../../../emulator/src/start-emulator.js'
import { createJsonReport, printReport } from '../../../tools/doctor/report.js'
import { runChecks } from '../../../tools/doctor/run-checks.js'
import { createApplication } from '../../support/application.js'
import { getFreePort } from '../../support/free-port.js'

const application = createApplication()
const CREDENTIALS = {
  YOTI_CLIENT_SDK_ID: application.sdkId,
  YOTI_KEY: application.privatePem,
}
const folder = mkdtempSync(join(tmpdir(), 'doctor '))

const runDoctor = async (env: Record<string, string>) =>
  runChecks({ DATABASE_URL: 'file::memory:', PORT: String(await getFreePort()), ...env })

async function findFindings(env: Record<string, string>) {
  const { findings } = await createJsonReport(await runDoctor(env))
  for (const { status, seen, fix } of findings) {
    expect(seen).toMatch(/\w/)
    expect(fix === undefined).toBe(status === 'ok')
  }
  return (wanted: string) =>
    findings
      .filter(({ name }) => name === wanted)
      .map(({ status, seen, fix = '' }) => `${status} ${seen} > ${fix}`)
      .join('\n')
}

async function print(env: Record<string, string>) {
  let output = ''
  const isOk = await printReport(await runDoctor(env), {
    color: false,
    width: 100,
    write: (text) => (output += text),
    progress: undefined,
  })
  return { isOk, output }
}

describe('runChecks', () => {
  it('fails without the name of the business on live only', async () => {
    const live = { ...CREDENTIALS, YOTI_IDV_API_URL: 'https://yoti.invalid/idverify/v1' }
    expect((await findFindings(live))('business')).toMatch(/^fail BUSINESS_NAME is not set on live/)
    const named = await findFindings({ ...live, BUSINESS_NAME: 'Northbank' })
    expect(named('business')).toBe('ok Northbank > ')
    expect((await findFindings({}))('business')).toMatch(/^ok not named/)
  })

  it('finds a wrong key and an unreachable database, and contains no secret', async () => {
    await using emulator = await startEmulator({ port: 0, applications: [application] })
    const { privatePem } = createApplication()
    const env = {
      YOTI_CLIENT_SDK_ID: application.sdkId,
      YOTI_KEY: privatePem,
      YOTI_IDV_API_URL: emulator.apiUrl,
      APP_SECRET: 'an-app-secret-of-the-tests-0123456789',
      API_KEYS: 'shop:an-api-key-of-the-tests-0123456789-abc',
      OUTCOME_WEBHOOK_URL: 'https://shop.example/outcomes?token=webhook-token',
      OUTCOME_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
      DATABASE_URL: 'postgres://rp:database-password@127.0.0.1:1/rp',
    }
    const find = await findFindings(env)
    expect(find('key at Yoti')).toMatch(/^fail wrong key.* > Set YOTI_KEY_FILE_PATH .*Start/)
    expect(emulator.requests()).toHaveLength(1)
    expect(find('database')).toMatch(/^fail PostgreSQL: no connection/)
    expect(find('clock')).toMatch(/^ok in sync/)

    const { isOk, output } = await print(env)
    expect(isOk).toBe(false)
    const shown = output + JSON.stringify(await createJsonReport(await runDoctor(env)))
    const [, keyLine = ''] = privatePem.split('\n')
    for (const secret of ['-0123456789', 'webhook-token', 'whsec_', 'database-password', keyLine]) {
      expect(shown).not.toContain(secret)
    }
  })

  it('is ok when there are only warnings, and says who can read the key file', async () => {
    await using emulator = await startEmulator({ port: 0, applications: [application] })
    const keyFile = join(folder, 'key.pem')
    writeFileSync(keyFile, application.privatePem)
    chmodSync(keyFile, 0o644)
    const { isOk, output } = await print({
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
    expect(isOk).toBe(true)
  })

  it('reports all problems and runs the other checks when the configuration is invalid', async () => {
    const find = await findFindings({
      PORT: 'x',
      YOTI_CLIENT_SDK_ID: 'y',
      YOTI_KEY: 'z',
      RESOURCES_TTL: '1',
      LOG_LEVEL: 'loud',
      YOTI_APP_BASE_URL: 'https://verify.invalid',
      TRUST_PROXY: '1',
    })
    for (const name of ['address', 'private key', 'retention', 'app secret', 'environment']) {
      expect([name, find(name)]).toEqual([name, expect.stringMatching(/^fail /)])
    }
    expect(find('SDK id')).toMatch(/^warn /)
    expect(find('key at Yoti')).toMatch(/^warn not checked: no credentials >/)
    expect(find('notifications')).toMatch(/^fail verify\.invalid does not resolve/)
    expect(find('database')).toMatch(/^ok /)
  })

  it('sends no signed request over http, and fails on cookies without Secure', async () => {
    const find = await findFindings({
      ...CREDENTIALS,
      YOTI_IDV_API_URL: 'http://yoti.invalid/idverify/v1',
      YOTI_APP_BASE_URL: 'http://shop.invalid',
    })
    expect(find('key at Yoti')).toMatch(/^warn not checked: signed requests/)
    expect(find('clock')).toMatch(/^warn not checked: signed requests/)
    expect(find('cookies')).toMatch(
      /^fail .*http:\/\/shop\.invalid is http.* > Terminate https in a proxy/,
    )
  })

  it('separates the problem of a presets file from its remedy', async () => {
    const file = join(folder, 'presets.json')
    writeFileSync(file, '{"quick": {"requested_checks": [{"type": "GAIT_RECOGNITION"}]}}')
    expect((await findFindings({ SESSION_SPEC_FILE: file }))('presets')).toMatch(
      /^warn .*: quick\.requested_checks\[0\]\.type: expected .*, got GAIT_RECOGNITION\. > Yoti receives it unchanged and may reject it\.$/,
    )
  })
})
