import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { startEmulator } from '../../../emulator/src/start-emulator.js'
import { createApplication } from '../../support/application.js'

const MAIN = fileURLToPath(new URL('../../../dist/tools/scenario-runner/main.js', import.meta.url))

const APPROVED = {
  name: 'approved',
  title: 'A driving licence',
  description: 'Both sides are read.',
  capture: { documents: [{ country: 'GBR', type: 'DRIVING_LICENCE' }] },
  expect: { state: 'COMPLETED', outcome: 'APPROVED', page: ['Identity confirmed'] },
}
const UNEXPECTED_OUTCOME = {
  ...APPROVED,
  name: 'wrong',
  responseConfig: {
    check_reports: {
      ID_DOCUMENT_AUTHENTICITY: [{ result: { report_template: 'TAMPERED' } }],
    },
  },
}
/** Expects a text that only the banner has. */
const OF_BANNER = {
  ...APPROVED,
  name: 'of-banner',
  expect: { ...APPROVED.expect, page: ['Driving licence (United Kingdom)'] },
}
const ABANDONED = {
  ...APPROVED,
  name: 'abandoned',
  capture: { end: 'ABANDON' },
  expect: { state: 'ONGOING', outcome: 'PENDING', page: ['Show your document and your face'] },
}
const NO_CAMERA = {
  ...APPROVED,
  name: 'no-camera',
  capture: { end: { clientError: 4000 } },
  expect: { state: 'ONGOING', outcome: 'PENDING', page: ['Camera access is blocked'] },
}
const SLOW = {
  ...APPROVED,
  name: 'slow',
  responseConfig: { check_reports: { async_report_delay: 600 } },
}

describe('npm run scenario', () => {
  let folder: string

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'scenarios '))
    for (const scenario of [APPROVED, UNEXPECTED_OUTCOME, OF_BANNER, ABANDONED, NO_CAMERA, SLOW]) {
      writeFileSync(join(folder, `${scenario.name}.json`), JSON.stringify(scenario))
    }
  })
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  const start = (args: readonly string[], env: Record<string, string> = {}) =>
    spawn(process.execPath, [MAIN, '--from', folder, ...args], {
      // A folder without .env.
      cwd: folder,
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })

  async function run(args: readonly string[], env?: Record<string, string>) {
    const child = start(args, env)
    const [out, errors, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit') as Promise<[number]>,
    ])
    return { code, out, errors }
  }

  it('prints a table, writes a report and exits with 1 when a result differs', async () => {
    const junit = join(folder, 'report.xml')
    const presets = join(folder, 'presets.txt')
    const checks = [{ type: 'LIVENESS', config: { liveness_type: 'STATIC' } }]
    writeFileSync(presets, JSON.stringify({ default: { requested_checks: checks } }))
    const { code, out, errors } = await run(
      ['approved', 'wrong', 'of-banner', 'slow', '--timeout', '8', '--junit', junit],
      // Scenarios use the built-in preset of the same name.
      { SESSION_SPEC_FILE: presets },
    )
    expect(errors).toContain('] passed approved (')
    expect(errors).toContain('] FAILED wrong (')
    expect(out).toMatch(/^ok +approved +COMPLETED APPROVED +COMPLETED APPROVED +[\d.]+$/m)
    expect(out).toMatch(/^FAILED +wrong +COMPLETED APPROVED +COMPLETED REJECTED +[\d.]+$/m)
    expect(out).toContain('outcome: expected APPROVED, seen REJECTED')
    expect(out).toContain('(ID_DOCUMENT_AUTHENTICITY TAMPERED) was not expected')
    expect(out).toContain('page: expected "Identity confirmed", seen "Identity not confirmed')
    expect(out).toContain('page: expected "Driving licence (United Kingdom)", seen "Id')
    expect(out).toMatch(/timed out after 8 s; last seen: CAPTURED, PENDING/)
    expect(out).toMatch(/1 passed, 3 failed\n$/)
    expect(code).toBe(1)
    expect(readFileSync(junit, 'utf8')).toContain('failures="3"')
  })

  it('prints only JSON for ABANDON and a client error when --json is set', async () => {
    const { code, out } = await run(['abandoned', 'no-camera', '--json'])
    expect(JSON.parse(out)).toMatchObject({
      target: 'emulator',
      passed: 2,
      failed: 0,
      scenarios: [{ name: 'abandoned' }, { name: 'no-camera' }],
    })
    expect(code).toBe(0)
  })

  it('exits with 130 and the count when it receives SIGINT', async () => {
    const child = start(['slow', 'abandoned', '--concurrency', '2'])
    const errors = text(child.stderr)
    child.stderr.on('data', (data: Buffer) => {
      if (String(data).includes('passed abandoned')) child.kill('SIGINT')
    })
    expect(await once(child, 'exit')).toEqual([130, null])
    expect(await errors).toContain('Stopped after 1 of 2 scenarios.')
  })

  it('prints the table when the report folder disappears during the run', async () => {
    const lost = join(folder, 'lost')
    mkdirSync(lost)
    const child = start(['approved', 'abandoned', '--junit', join(lost, 'report.xml')])
    const [out, errors] = [text(child.stdout), text(child.stderr)]
    // The other scenario takes longer.
    child.stderr.on('data', (data: Buffer) => {
      if (String(data).includes('passed approved')) rmSync(lost, { recursive: true })
    })
    expect(await once(child, 'exit')).toEqual([1, null])
    expect(await out).toMatch(/2 passed, 0 failed\n$/)
    expect(await errors).toContain('--junit: cannot write to')
  })

  it('points to the doctor when the key is wrong', async () => {
    const application = createApplication()
    await using emulator = await startEmulator({ port: 0, applications: [application] })
    const { code, out } = await run(['approved'], {
      YOTI_CLIENT_SDK_ID: application.sdkId,
      YOTI_KEY: createApplication().privatePem,
      YOTI_IDV_API_URL: emulator.apiUrl,
    })
    expect(out).toContain('502 YOTI_REFUSED; Yoti responded with MESSAGE_SIGNING. Run')
    expect(out).toContain('npm run doctor')
    expect(out).not.toContain('tell us the request id')
    expect(code).toBe(1)
  })

  it('rejects live and says why', async () => {
    const { sdkId, privatePem } = createApplication()
    const { code, errors } = await run(['approved'], {
      YOTI_CLIENT_SDK_ID: sdkId,
      YOTI_KEY: privatePem,
    })
    expect(errors).toMatch(/cannot run on live/)
    expect(code).toBe(1)
  })

  it('lists scenarios', async () => {
    const { code, out } = await run(['--list'])
    expect(out).toContain('approved   A driving licence. Both sides are read.')
    expect(code).toBe(0)
  })

  it('prints only the problem when a name is unknown', async () => {
    const { code, out, errors } = await run(['aproved'])
    expect(errors).toBe('Unknown scenario "aproved". Did you mean approved?\n')
    expect({ code, out }).toEqual({ code: 1, out: '' })
  })
})
