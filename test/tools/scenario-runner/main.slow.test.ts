import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmulator } from '../../../emulator/src/start-emulator.js'
import { createApplication } from '../../support/application.js'
import { startTool } from '../run-tool.js'

const APPROVED = {
  title: 'A driving licence',
  description: 'Both sides are read.',
  capture: { documents: [{ country: 'GBR', type: 'DRIVING_LICENCE' }] },
  expect: { state: 'COMPLETED', outcome: 'APPROVED', page: ['Identity confirmed'] },
}
const staying = (page: string) => ({ state: 'ONGOING', outcome: 'PENDING', page: [page] })
const reading = (...results: object[]) => ({
  responseConfig: { task_results: { ID_DOCUMENT_TEXT_DATA_EXTRACTION: results } },
})
const reporting = (reports: object) => ({ responseConfig: { check_reports: reports } })
const REFUSED = { result_template: 'UNSUPPORTED_DOCUMENT' }

/** What differs from the approved one, by name. */
const SCENARIOS = {
  approved: {},
  wrong: reporting({ ID_DOCUMENT_AUTHENTICITY: [{ result: { report_template: 'TAMPERED' } }] }),
  // Only the banner has this text.
  'of-banner': { expect: { ...APPROVED.expect, page: ['Driving licence (United Kingdom)'] } },
  abandoned: { capture: { end: 'ABANDON' }, expect: staying('Take a photo of your document') },
  'no-camera': {
    capture: { end: { clientError: 4000 } },
    expect: staying('Camera access is blocked'),
  },
  slow: reporting({ async_report_delay: 600 }),
  refused: reading(REFUSED, REFUSED),
  expired: reading({ result: { document_fields: { expiration_date: '{{today-1d}}' } } }),
}

describe('npm run scenario', () => {
  let folder: string

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'scenarios '))
    for (const [name, change] of Object.entries(SCENARIOS)) {
      const scenario = { ...APPROVED, name, ...change }
      writeFileSync(join(folder, `${name}.json`), JSON.stringify(scenario))
    }
  })
  afterAll(() => {
    rmSync(folder, { recursive: true })
  })

  const start = (args: readonly string[], env: Record<string, string> = {}) =>
    startTool('scenario-runner', { args: ['--from', folder, ...args], cwd: folder, env })
  const run = (...parameters: Parameters<typeof start>) => start(...parameters).ended

  it('prints a table, writes a report and exits with 1 when a result differs', async () => {
    const junit = join(folder, 'report.xml')
    const { code, output, errors } = await run([
      'approved',
      'wrong',
      'of-banner',
      'slow',
      '--timeout',
      '8',
      '--junit',
      junit,
    ])
    expect(errors).toContain('] passed approved (')
    expect(errors).toContain('] FAILED wrong (')
    expect(output).toMatch(/^ok +approved +COMPLETED APPROVED +COMPLETED APPROVED +[\d.]+$/m)
    expect(output).toMatch(/^FAILED +wrong +COMPLETED APPROVED +COMPLETED REJECTED +[\d.]+$/m)
    expect(output).toContain('outcome: expected APPROVED, seen REJECTED')
    expect(output).toContain('(ID_DOCUMENT_AUTHENTICITY TAMPERED) was not expected')
    expect(output).toContain('page: expected "Identity confirmed", seen "Identity not confirmed')
    expect(output).toContain('page: expected "Driving licence (United Kingdom)", seen "Id')
    expect(output).toMatch(/^FAILED +slow +COMPLETED APPROVED +- +[\d.]+$/m)
    expect(output).toMatch(/timed out after 8 s; last seen: CAPTURED, PENDING/)
    expect(output).toMatch(/1 passed, 3 failed\n$/)
    expect(code).toBe(1)
    expect(readFileSync(junit, 'utf8')).toContain('failures="3"')
  })

  it('prints only JSON with --json, and fails immediately when the user has no attempts left', async () => {
    const { code, output, errors } = await run([
      'abandoned',
      'no-camera',
      'refused',
      'expired',
      '--json',
    ])
    const left = 'the user left: no attempts left for ID_DOCUMENT_TEXT_DATA_EXTRACTION (2 of 2)'
    const note = 'expiration_date has passed: the emulator refuses that attempt only'
    expect(JSON.parse(output)).toMatchObject({
      target: 'emulator',
      scenarios: [
        { name: 'abandoned', passed: true },
        { name: 'no-camera', passed: true },
        { name: 'refused', passed: false, problems: [`could not be completed: ${left}`] },
        { name: 'expired', notes: [expect.stringContaining(note)] },
      ],
    })
    expect(errors).toContain('refused: client ended: LEFT')
    expect(code).toBe(1)
  })

  it('exits with 130 and the count when it receives SIGINT', async () => {
    const { child, ended } = start(['slow', 'abandoned', '--concurrency', '2'])
    child.stderr.on('data', (data: Buffer) => {
      if (String(data).includes('passed abandoned')) child.kill('SIGINT')
    })
    const { code, errors } = await ended
    expect(code).toBe(130)
    expect(errors).toContain('Stopped after 1 of 2 scenarios.')
  })

  it('prints the table when the report folder disappears during the run', async () => {
    const lost = join(folder, 'lost')
    mkdirSync(lost)
    const { child, ended } = start(['approved', 'abandoned', '--junit', join(lost, 'report.xml')])
    // The other scenario takes longer.
    child.stderr.on('data', (data: Buffer) => {
      if (String(data).includes('passed approved')) rmSync(lost, { recursive: true })
    })
    const { code, output, errors } = await ended
    expect(code).toBe(1)
    expect(output).toMatch(/2 passed, 0 failed\n$/)
    expect(errors).toContain('--junit: cannot write to')
  })

  it('runs nothing when the report cannot be written', async () => {
    const { code, output, errors } = await run(['approved', '--junit', folder])
    expect(errors).toBe(
      `--junit: cannot write to ${folder}. Specify a file in an existing folder that you can write to.\n`,
    )
    expect({ code, output }).toEqual({ code: 1, output: '' })
  })

  it('points to the doctor when the key is wrong', async () => {
    const application = createApplication()
    await using emulator = await startEmulator({ port: 0, applications: [application] })
    const { code, output } = await run(['approved'], {
      YOTI_CLIENT_SDK_ID: application.sdkId,
      YOTI_KEY: createApplication().privatePem,
      YOTI_IDV_API_URL: emulator.apiUrl,
    })
    expect(output).toContain('502 YOTI_REFUSED; Yoti responded with MESSAGE_SIGNING. Run')
    expect(output).toContain('npm run doctor')
    expect(output).not.toContain('tell us the request id')
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
    const { code, output } = await run(['--list'])
    expect(output).toContain('approved   A driving licence. Both sides are read.')
    expect(code).toBe(0)
  })

  it('reports an unknown name and a missing folder as JSON and JUnit, too', async () => {
    const junit = join(folder, 'error.xml')
    const unknown = await run(['aproved', '--json', '--junit', junit])
    expect(unknown.errors).toBe('Unknown scenario "aproved". Did you mean approved?\n')
    const error = { code: 'UNKNOWN_SCENARIO', message: expect.stringContaining('mean approved?') }
    expect(JSON.parse(unknown.output)).toEqual({ error })
    expect(readFileSync(junit, 'utf8')).toContain('Did you mean approved?')
    const missing = await run(['--from', join(folder, 'nowhere'), '--all', '--json'])
    expect(missing.output).toContain('nowhere: cannot be read (ENOENT: no such file or directory)')
    expect([unknown.code, missing.code]).toEqual([1, 1])
  })
})
