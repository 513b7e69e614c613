import { afterEach, describe, expect, it } from '@jest/globals'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { getFreePort } from './support/free-port.js'
import { waitFor } from './support/wait-for.js'

const SERVER = fileURLToPath(new URL('../dist/server.js', import.meta.url))
const running = new Set<ChildProcess>()

interface RunningServer {
  child: ChildProcess
  output: () => string
  ended: Promise<number | null>
}

function start(env: Record<string, string>): RunningServer {
  const child = spawn(process.execPath, [SERVER], {
    // A folder without .env.
    cwd: mkdtempSync(join(tmpdir(), 'server ')),
    env: { PATH: process.env.PATH, DATABASE_URL: 'file::memory:', ...env },
  })
  running.add(child)
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return { child, output: () => output, ended }
}

afterEach(() => {
  for (const child of running) child.kill('SIGKILL')
  running.clear()
})

async function occupyPort(): Promise<{ port: number; close: () => void }> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { port, close: () => server.close() }
}

describe('the server process', () => {
  it('starts without settings, prints the URL to open, and stops on SIGTERM', async () => {
    const [port, emulatorPort] = [await getFreePort(), await getFreePort()]
    const server = start({ PORT: String(port), EMULATOR_PORT: String(emulatorPort) })
    await waitFor('the address', () => server.output().includes('Open '))
    expect(server.output()).toContain(`Open http://localhost:${port} `)
    const inboxUrl = `http://127.0.0.1:${emulatorPort}/_emulator`
    expect(server.output()).toContain(`inbox is at ${inboxUrl}`)
    expect(await (await fetch(inboxUrl)).text()).toContain('Requests received')
    const health = await fetch(`http://127.0.0.1:${port}/healthz`)
    expect(await health.json()).toEqual({ status: 'ok' })
    server.child.kill('SIGUSR2')
    await waitFor('the retry', () => server.output().includes('failed jobs will be retried'))
    server.child.kill('SIGTERM')
    expect(await server.ended).toBe(0)
  })

  it('prints that the start page is closed and how to open it when API_KEYS is set', async () => {
    const [port, emulatorPort] = [await getFreePort(), await getFreePort()]
    const server = start({
      PORT: String(port),
      EMULATOR_PORT: String(emulatorPort),
      API_KEYS: `shop:${'0123456789'.repeat(4)}`,
    })
    await waitFor('the address', () => server.output().includes(`http://localhost:${port} `))
    await waitFor('the hint', () => server.output().includes('PUBLIC_START=on'))
    expect(server.output()).toContain(`Open http://localhost:${port} `)
    expect(server.output()).toContain('The start page is closed')
  })

  it.each(['PORT', 'EMULATOR_PORT'])(
    'names %s when that port is taken, and exits 1',
    async (name) => {
      const taken = await occupyPort()
      const free = String(await getFreePort())
      const server = start({ PORT: free, EMULATOR_PORT: free, [name]: String(taken.port) })
      expect(await server.ended).toBe(1)
      expect(server.output()).toContain(`${name}: port ${taken.port} is taken`)
      taken.close()
    },
  )

  it('reports every environment problem and exits 1', async () => {
    const server = start({ PORT: 'x', YOTI_CLIENT_SDK_ID: 'y' })
    expect(await server.ended).toBe(1)
    expect(server.output()).toContain('- PORT:')
    expect(server.output()).toContain('- YOTI_KEY_FILE_PATH:')
    expect(server.output()).not.toContain('    at ')
  })
})
