import { describe, expect, it } from '@jest/globals'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getFreePort } from '../../support/free-port.js'
import { startTool } from '../run-tool.js'

async function runDoctor(env: Record<string, string>, ...args: string[]) {
  const cwd = mkdtempSync(join(tmpdir(), 'doctor '))
  return startTool('doctor', { args, cwd, env: { PORT: String(await getFreePort()), ...env } })
    .ended
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

  it('prints only JSON with --json, and exits with 1 when a check fails', async () => {
    const { code, output, errors } = await runDoctor({ LOG_LEVEL: 'loud' }, '--json')
    const finding = { group: 'Other settings', name: 'environment', status: 'fail' }
    const findings = expect.arrayContaining([expect.objectContaining(finding)]) as unknown
    expect(JSON.parse(output)).toMatchObject({ target: 'emulator', ok: false, findings })
    expect({ code, errors }).toEqual({ code: 1, errors: '' })
  })

  it('prints the usage when --help is set or an option is unknown', async () => {
    expect(await runDoctor({}, '--help')).toMatchObject({ code: 0, errors: '' })
    const { code, errors } = await runDoctor({}, '--loud')
    expect(code).toBe(1)
    expect(errors).toContain('npm run doctor [-- --json]')
  })
})
