import { describe, expect, it } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { getFreePort } from '../../support/free-port.js'

const MAIN = fileURLToPath(new URL('../../../dist/tools/doctor/main.js', import.meta.url))

async function runDoctor(env: Record<string, string>, ...args: string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: mkdtempSync(join(tmpdir(), 'doctor ')),
    env: { PATH: process.env.PATH, PORT: String(await getFreePort()), ...env },
  })
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ])
  return { code, output, errors }
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
    expect(JSON.parse(output)).toMatchObject({ target: 'emulator', ok: false })
    expect({ code, errors }).toEqual({ code: 1, errors: '' })
  })

  it('prints the usage when --help is set or an option is unknown', async () => {
    expect(await runDoctor({}, '--help')).toMatchObject({ code: 0, errors: '' })
    const { code, errors } = await runDoctor({}, '--loud')
    expect(code).toBe(1)
    expect(errors).toContain('npm run doctor [-- --json]')
  })
})
