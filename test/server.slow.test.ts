import { afterEach, describe, expect, it } from '@jest/globals'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { Agent, get, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { createApplication } from './support/application.js'
import { getFreePort } from './support/free-port.js'
import { listen } from './support/listen.js'
import { startPostgres } from './support/postgres.js'
import { APP_SECRET } from './support/start-stack.js'
import { waitFor } from './support/wait-for.js'

const SERVER = fileURLToPath(new URL('../dist/server.js', import.meta.url))
const PACKAGE = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string
}
const running = new Set<ChildProcess>()

interface RunningServer {
  child: ChildProcess
  output: () => string
  ended: Promise<number | null>
}

function start(env: Record<string, string>, environmentFile?: Uint8Array): RunningServer {
  const folder = mkdtempSync(join(tmpdir(), 'server '))
  if (environmentFile !== undefined) writeFileSync(join(folder, '.env'), environmentFile)
  const child = spawn(process.execPath, [SERVER], {
    cwd: folder,
    env: { PATH: process.env.PATH, DATABASE_URL: 'file::memory:', ...env },
  })
  running.add(child)
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return { child, output: () => output, ended }
}

/** Resolves when the server is ready. */
async function startReady(env: Record<string, string> = {}) {
  const [port, emulatorPort] = [await getFreePort(), await getFreePort()]
  const server = start({ PORT: String(port), EMULATOR_PORT: String(emulatorPort), ...env })
  await waitFor('the address', () => /Open |Working for /.test(server.output()))
  return {
    ...server,
    port,
    emulatorPort,
    fetch: (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init),
  }
}

afterEach(() => {
  for (const child of running) child.kill('SIGKILL')
  running.clear()
})

describe('the server process', () => {
  it('starts without settings, prints the URL to open, explains cookies that are too large, and stops on SIGTERM', async () => {
    const server = await startReady({ GIT_COMMIT: '0a1b2c3' })
    const { port, emulatorPort } = server
    expect(server.output()).toContain(`Open http://localhost:${port} `)
    const build = { version: PACKAGE.version, commit: '0a1b2c3' }
    expect(server.output()).toContain(`; version ${build.version}, commit ${build.commit})`)
    expect(server.output()).toContain(`"commit":"${build.commit}","msg":"starting"`)
    const inboxUrl = `http://127.0.0.1:${emulatorPort}/_emulator`
    expect(server.output()).toContain(`inbox is at ${inboxUrl}`)
    expect(await (await fetch(inboxUrl)).text()).toContain('Requests received')
    const health = await server.fetch('/healthz')
    expect(await health.json()).toEqual({ status: 'ok', ...build })
    const headers = { cookie: `other=${'x'.repeat(18_000)}` }
    const refused = await server.fetch('/', { headers })
    expect([refused.status, await refused.text()]).toEqual([
      431,
      expect.stringContaining('Delete the cookies of this site'),
    ])
    server.child.kill('SIGUSR2')
    await waitFor('the retry', () => server.output().includes('failed jobs will be retried'))
    server.child.kill('SIGTERM')
    expect(await server.ended).toBe(0)
  })

  it('prints that the start page is closed and how to open it when API_KEYS is set', async () => {
    const server = await startReady({ API_KEYS: `shop:${'0123456789'.repeat(4)}` })
    await waitFor('the hint', () => server.output().includes('PUBLIC_START=on'))
    expect(server.output()).toContain(`Open http://localhost:${server.port} `)
    expect(server.output()).toContain('The start page is closed')
  })

  it.each(['PORT', 'EMULATOR_PORT'])(
    'names %s when that port is taken, and exits 1',
    async (name) => {
      await using taken = await listen()
      const free = String(await getFreePort())
      const server = start({ PORT: free, EMULATOR_PORT: free, [name]: String(taken.port) })
      expect(await server.ended).toBe(1)
      expect(server.output()).toContain(`${name}: port ${taken.port} is taken`)
    },
  )

  it('loses none of 80 requests a second, over kept and new connections, for SHUTDOWN_DELAY after SIGTERM and while more signals arrive', async () => {
    const server = await startReady({ RATE_LIMIT: 'off', SHUTDOWN_DELAY: '10' })
    const { port } = server
    const alive = await server.fetch('/livez')
    expect([alive.status, alive.headers.get('keep-alive')]).toEqual([200, 'timeout=75'])
    const agents = [new Agent({ keepAlive: true }), new Agent({ keepAlive: false })]
    const connections: (string | undefined)[] = []
    const send = async (agent: Agent | undefined) => {
      const request = get({ port, path: '/privacy-policy', agent })
      const [response] = (await once(request, 'response')) as [IncomingMessage]
      await text(response)
      connections.push(response.headers.connection)
      return response.statusCode
    }
    const statuses: Promise<number | undefined>[] = []
    const timer = setInterval(() => {
      // On a slow machine, more that wait would be refused as an overload.
      if (statuses.length - connections.length > 40) return
      statuses.push(send(agents[statuses.length % agents.length]))
    }, 1000 / 80)
    await waitFor('some responses', () => connections.length > 50)
    server.child.kill('SIGTERM')
    await waitFor('the server to be not ready', async () => {
      return (await server.fetch('/readyz')).status === 503
    })
    const sentBefore = statuses.length
    for (const signal of ['SIGTERM', 'SIGHUP', 'SIGTERM'] as const) server.child.kill(signal)
    await waitFor('requests after the signals', () => statuses.length > sentBefore + 100)
    // As a load balancer, which has noticed.
    clearInterval(timer)
    expect(new Set(await Promise.all(statuses))).toEqual(new Set([200]))
    expect(connections.at(0)).toBe('keep-alive')
    expect(connections.at(-1)).toBe('close')
    expect(await server.ended).toBe(0)
    for (const agent of agents) agent.destroy()
  })

  it('ends immediately at the second Ctrl-C, and not at the copy of the first that npm sends', async () => {
    const server = await startReady({ SHUTDOWN_DELAY: '600' })
    server.child.kill('SIGINT')
    server.child.kill('SIGINT')
    await waitFor('the drain', () => server.output().includes('shutting down'))
    const repeat = setInterval(() => server.child.kill('SIGINT'), 600)
    expect(await server.ended).toBe(130)
    clearInterval(repeat)
  })

  it('serves on when its log cannot be written, and opens no inspector on SIGUSR1', async () => {
    const server = await startReady()
    server.child.kill('SIGUSR1')
    server.child.stdout?.destroy()
    const dropped = /^relying_party_log_lines_dropped_total [1-9]/m
    await waitFor('a dropped line', async () => {
      return dropped.test(await (await server.fetch('/metrics')).text())
    })
    expect(server.output()).not.toContain('Debugger listening')
    server.child.kill('SIGTERM')
    expect(await server.ended).toBe(0)
  })

  /** Of the three ops routes. */
  const probe = (port: number) =>
    Promise.all(
      ['/healthz', '/readyz', '/metrics'].map(
        async (path) => (await fetch(`http://127.0.0.1:${port}${path}`)).status,
      ),
    )

  it('serves readiness and metrics only on OPS_PORT', async () => {
    const opsPort = await getFreePort()
    const { port } = await startReady({ OPS_PORT: String(opsPort) })
    expect(await probe(opsPort)).toEqual([200, 200, 200])
    expect(await probe(port)).toEqual([200, 404, 404])
    expect((await fetch(`http://127.0.0.1:${opsPort}/sessions`)).status).toBe(404)
  })

  it('listens on OPS_PORT only with WORKER_ONLY', async () => {
    await using postgres = await startPostgres()
    const opsPort = await getFreePort()
    const { sdkId, privatePem } = createApplication()
    const { port, child, ended } = await startReady({
      YOTI_CLIENT_SDK_ID: sdkId,
      YOTI_KEY: privatePem,
      // Nothing listens there, and these routes do not call Yoti.
      YOTI_IDV_API_URL: 'http://127.0.0.1:9/idverify/v1',
      APP_SECRET,
      OPS_PORT: String(opsPort),
      DATABASE_URL: await postgres.createDatabase(),
      WORKER_ONLY: 'true',
    })
    expect(await probe(opsPort)).toEqual([200, 200, 200])
    await expect(probe(port)).rejects.toThrow('fetch failed')
    child.kill('SIGKILL')
    await ended
  })

  it.each([
    ['UTF-16 with a byte order mark', Buffer.from('\uFEFFYOTI_TARGET=live\r\n', 'utf16le')],
    ['UTF-16 without one', Buffer.from('YOTI_TARGET=live\n', 'utf16le')],
    ['UTF-8 with a byte order mark', Buffer.from('\uFEFFYOTI_TARGET=live\n')],
  ])('reads a .env file in %s', async (_encoding, content) => {
    const server = start({ PORT: String(await getFreePort()) }, content)
    expect(await server.ended).toBe(1)
    expect(server.output()).toContain('YOTI_TARGET: is live')
  })

  it('exits 1 when .env cannot be read', async () => {
    const server = start({}, Buffer.from([0x50, 0x3d, 0xe9, 0x0a]))
    expect(await server.ended).toBe(1)
    expect(server.output()).toContain('.env: cannot be read (is not text in UTF-8 or UTF-16)')
  })

  it('reports every environment problem and exits 1', async () => {
    const server = start({ PORT: 'x', YOTI_CLIENT_SDK_ID: 'y' })
    expect(await server.ended).toBe(1)
    expect(server.output()).toContain('- PORT:')
    expect(server.output()).toContain('- YOTI_KEY_FILE_PATH:')
    expect(server.output()).not.toContain('    at ')
  })
})
