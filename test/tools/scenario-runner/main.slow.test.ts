import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { startEmulator } from '../../../emulator/src/start-emulator.js'
import { createApplication } from '../../support/application.js'

// On a machine that is busy with the other tests, too.
jest.setTimeout(180_000)

const MAIN = fileURLToPath(new URL('../../../tools/scenario-runner/main.ts', import.meta.url))
const TSX = import.meta.resolve('tsx')

const APPROVED = {
  name: 'approved',
  title: 'A driving licence',
  shows: 'Both sides are read.',
  capture: { documents: [{ country: 'GBR', type: 'DRIVING_LICENCE' }] },
  expect: { state: 'COMPLETED', outcome: 'APPROVED', page: ['Identity confirmed'] },
}
/** Expects what does not come. */
const UNEXPECTED_OUTCOME = {
  ...APPROVED,
  name: 'wrong',
  responseConfig: {
    check_reports: {
      ID_DOCUMENT_AUTHENTICITY: [{ result: { report_template: 'TAMPERED' } }],
    },
  },
}
/** Expects what stands in the banner alone, which says what the person should choose. */
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
/** Waits for checks longer than it may. */
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
    spawn(process.execPath, ['--import', TSX, MAIN, '--from', folder, ...args], {
      // Where there is no .env.
      cwd: folder,
      env: { PATH: process.env.PATH, TSX_TSCONFIG_PATH: process.env.TSX_TSCONFIG_PATH, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })

  async function run(args: readonly string[], env?: Record<string, string>) {
    const child = start(args, env)
    const [out, told, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit') as Promise<[number]>,
    ])
    return { code, out, told }
  }

  it('walks scenarios and ends with a table, a report and exit code 1 when one came out otherwise', async () => {
    const junit = join(folder, 'report.xml')
    const { code, out, told } = await run(['approved', 'wrong', 'of-banner', '--junit', junit])
    expect(told).toContain('] passed approved (')
    expect(told).toContain('] FAILED wrong (')
    expect(out).toMatch(/^ok +approved +COMPLETED APPROVED +COMPLETED APPROVED +[\d.]+$/m)
    expect(out).toMatch(/^FAILED +wrong +COMPLETED APPROVED +COMPLETED REJECTED +[\d.]+$/m)
    expect(out).toContain('outcome: expected APPROVED, seen REJECTED')
    expect(out).toContain('(ID_DOCUMENT_AUTHENTICITY TAMPERED) was not expected')
    expect(out).toContain(
      'page: it does not say "Identity confirmed"; it says "Identity not confirmed',
    )
    expect(out).toContain('page: it does not say "Driving licence (United Kingdom)"; it says "Id')
    expect(out).toMatch(/1 passed, 2 failed\n$/)
    expect(code).toBe(1)
    expect(readFileSync(junit, 'utf8')).toContain('failures="2"')
  })

  it('sees who goes away and who leaves with a client error, as JSON and nothing else', async () => {
    const { code, out } = await run(['abandoned', 'no-camera', '--json'])
    expect(JSON.parse(out)).toMatchObject({
      target: 'emulator',
      passed: 2,
      failed: 0,
      scenarios: [{ name: 'abandoned' }, { name: 'no-camera' }],
    })
    expect(code).toBe(0)
  })

  it('says what it last saw of a scenario that takes too long', async () => {
    const { code, out } = await run(['slow', '--timeout', '8'])
    expect(out).toMatch(/it was not over after 8 s; last seen: CAPTURED, PENDING/)
    expect(code).toBe(1)
  })

  it('ends at once when it is stopped, and says how far it came', async () => {
    const child = start(['slow', 'abandoned', '--concurrency', '2'])
    const told = text(child.stderr)
    child.stderr.on('data', (data: Buffer) => {
      if (String(data).includes('passed abandoned')) child.kill('SIGINT')
    })
    expect(await once(child, 'exit')).toEqual([130, null])
    expect(await told).toContain('Stopped: 1 of 2 scenarios were walked.')
  })

  it.each(['nowhere/report.xml', '.'])(
    'walks nothing when its report cannot be written: %s',
    async (file) => {
      const path = join(folder, file)
      const { code, out, told } = await run(['approved', '--junit', path])
      expect(told).toBe(
        `--junit: ${path} cannot be written. Name a file in a folder that is there and that you may write to.\n`,
      )
      expect(out).toBe('')
      expect(code).toBe(1)
    },
  )

  it('prints the table when the report cannot be written after all', async () => {
    const lost = join(folder, 'lost')
    mkdirSync(lost)
    const child = start(['approved', 'abandoned', '--junit', join(lost, 'report.xml')])
    const [out, told] = [text(child.stdout), text(child.stderr)]
    // The other one takes longer.
    child.stderr.on('data', (data: Buffer) => {
      if (String(data).includes('passed approved')) rmSync(lost, { recursive: true })
    })
    expect(await once(child, 'exit')).toEqual([1, null])
    expect(await out).toMatch(/2 passed, 0 failed\n$/)
    expect(await told).toContain('report.xml cannot be written')
  })

  it('asks for what the built-in preset says, whatever SESSION_SPEC_FILE calls the same', async () => {
    const presets = join(folder, 'presets.txt')
    const checks = [{ type: 'LIVENESS', config: { liveness_type: 'STATIC' } }]
    writeFileSync(presets, JSON.stringify({ default: { requested_checks: checks } }))
    const { out } = await run(['wrong'], { SESSION_SPEC_FILE: presets })
    expect(out).toContain('COMPLETED APPROVED  COMPLETED REJECTED')
  })

  it('sends whoever has the wrong key to the doctor', async () => {
    const application = createApplication()
    await using emulator = await startEmulator({ port: 0, applications: [application] })
    const { code, out } = await run(['approved'], {
      YOTI_CLIENT_SDK_ID: application.sdkId,
      YOTI_KEY: createApplication().privatePem,
      YOTI_IDV_API_URL: emulator.apiUrl,
    })
    expect(out).toContain('502 YOTI_REFUSED; Yoti said MESSAGE_SIGNING. See')
    expect(out).toContain('npm run doctor')
    expect(out).not.toContain('tell us the request id')
    expect(code).toBe(1)
  })

  it('refuses live, and says why', async () => {
    const { sdkId, privatePem } = createApplication()
    const { code, told } = await run(['approved'], {
      YOTI_CLIENT_SDK_ID: sdkId,
      YOTI_KEY: privatePem,
    })
    expect(told).toMatch(/on live nobody can/)
    expect(code).toBe(1)
  })

  it('fails where there is nothing to walk, and says where it looked', async () => {
    const empty = join(folder, 'empty')
    mkdirSync(empty)
    for (const what of ['--all', '--list']) {
      const { code, out, told } = await run([what, '--from', empty])
      expect(told).toContain(`There is no scenario in ${empty}`)
      expect(out).toBe('')
      expect(code).toBe(1)
    }
  })

  it('lists what there is, and suggests where a name is unknown', async () => {
    expect((await run(['--list'])).out).toContain(
      'approved   A driving licence. Both sides are read.',
    )
    const { code, told } = await run(['aproved'])
    expect(told).toBe('There is no scenario "aproved". Did you mean approved?\n')
    expect(code).toBe(1)
  })
})
