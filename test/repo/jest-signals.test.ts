import { afterEach, describe, expect, it } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { pathToFileURL } from 'node:url'
import { waitFor } from '../support/wait-for.js'

const ROOT = join(import.meta.dirname, '..', '..')
const TIMEOUT_MS = 50_000
const PORTS_PER_TEST = 3
const WORKER_COUNT = 2

describe('npm test', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jest-signals-'))
  const portsFile = join(folder, 'ports')
  afterEach(() => {
    rmSync(portsFile, { force: true })
  })

  it.each([
    ['npm receives SIGTERM', 'SIGTERM', (npm: number) => npm],
    ['Ctrl-C sends SIGINT to the process group', 'SIGINT', (npm: number) => -npm],
  ] as const)('ends workers, servers and PostgreSQL when %s', async (_, signal, target) => {
    const npm = spawn('npm', ['test', '--silent', '--', '--config', writeConfig()], {
      cwd: ROOT,
      detached: true,
      env: { ...process.env, PORTS_FILE: portsFile },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const output = Promise.all([text(npm.stdout), text(npm.stderr)])
    const ports = await waitFor('the waiting tests to start', readPorts, TIMEOUT_MS)
    expect(await Promise.all(ports.map(isOpen))).toEqual(ports.map(() => true))

    process.kill(target(npm.pid ?? 0), signal)
    // The streams end when the last process that holds them has ended.
    await output
    for (const port of ports) {
      await waitFor(`port ${port} to close`, async () => !(await isOpen(port)), TIMEOUT_MS)
    }
  })

  /** A test in each of two projects, because Jest runs a single test without a worker. */
  function writeConfig() {
    const path = join(folder, 'jest.config.mjs')
    const base = pathToFileURL(join(ROOT, 'jest.config.js')).href
    writeFileSync(
      path,
      `import base from ${JSON.stringify(base)}
       const waiting = (displayName) => ({
         ...base.projects[0],
         displayName,
         rootDir: ${JSON.stringify(ROOT)},
         testMatch: ['<rootDir>/test/fixtures/waiting-test/*.ts'],
       })
       export default { ...base, maxWorkers: ${WORKER_COUNT}, projects: ['one', 'two'].map(waiting) }`,
    )
    return path
  }

  function readPorts() {
    try {
      const ports = readFileSync(portsFile, 'utf8').trim().split('\n').map(Number)
      return ports.length === PORTS_PER_TEST * WORKER_COUNT ? ports : undefined
    } catch {
      return undefined
    }
  }
})

async function isOpen(port: number) {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
