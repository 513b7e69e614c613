import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmulator, type Emulator } from '../../../emulator/src/start-emulator.js'
import { generateCertificate } from '../../../tools/certificate/certificate.js'
import { createApplication } from '../../support/application.js'
import { getFreePort } from '../../support/free-port.js'
import { startTool } from '../run-tool.js'

const certificate = generateCertificate(['api.yoti.com'], Date.now())
const application = createApplication()

let folder: string
let emulator: Emulator
let proxy: Server
const sockets: Socket[] = []

/** The emulator as api.yoti.com, by a proxy and a certificate that the tool trusts. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox '))
  writeFileSync(join(folder, 'ca.pem'), certificate.cert)
  emulator = await startEmulator({
    port: 0,
    tls: certificate,
    publicUrl: 'https://api.yoti.com',
    applications: [application],
    timeline: { automatedChecks: 60, expertChecks: 120, betweenChecks: 20 },
  })
  const { port } = new URL(emulator.inboxUrl)
  proxy = createServer().on('connect', (_req: IncomingMessage, client: Socket) => {
    const upstream = connect(Number(port), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      client.pipe(upstream).pipe(client)
    })
    sockets.push(client, upstream)
    for (const socket of [client, upstream]) socket.on('error', () => undefined)
  })
  await once(proxy.listen(0, '127.0.0.1'), 'listening')
})
afterAll(async () => {
  for (const socket of sockets) socket.destroy()
  proxy.close()
  await emulator.close()
  rmSync(folder, { recursive: true })
})

const run = async (names: readonly string[], env: Record<string, string> = {}) =>
  startTool('scenario-runner', {
    args: [...names, '--json'],
    cwd: folder,
    env: {
      YOTI_CLIENT_SDK_ID: application.sdkId,
      YOTI_KEY: application.privatePem,
      YOTI_IDV_API_URL: 'https://api.yoti.com/sandbox/idverify/v1',
      HTTPS_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
      NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
      PORT: String(await getFreePort()),
      ...env,
    },
  }).ended

it("runs all scenarios on Yoti's sandbox by POST /agent, and skips those that need a user", async () => {
  const { code, output, errors } = await run(['--all'])
  const { scenarios, ...counts } = JSON.parse(output) as {
    passed: number
    scenarios: { name: string; skipped?: string; problems: string[] }[]
  }
  expect(
    scenarios.flatMap(({ name, problems }) => problems.map((text) => `${name}: ${text}`)),
  ).toEqual([])
  const skipped = scenarios.filter((scenario) => scenario.skipped !== undefined)
  expect(counts).toEqual({
    target: 'sandbox',
    passed: scenarios.length - skipped.length,
    failed: 0,
    skipped: skipped.length,
  })
  expect(skipped).toHaveLength(15)
  expect(skipped).toContainEqual(
    expect.objectContaining({
      name: 'abandoned',
      skipped: 'needs a user, because the user leaves. Run it in a terminal, or on the emulator',
    }),
  )
  expect(errors).toContain('] skipped abandoned (needs a user, because')
  expect(errors).toContain('] passed tampered-passport (')
  expect(code).toBe(0)
  const agentCalls = emulator.requests().filter(({ pattern }) => pattern === '/agent')
  expect(agentCalls.map(({ status }) => status)).toEqual(
    Array.from({ length: counts.passed }, () => 204),
  )
}, 240_000)

it('exits with 1 when nothing could run', async () => {
  const { code, output } = await run(['abandoned'])
  expect(JSON.parse(output)).toMatchObject({ passed: 0, failed: 0, skipped: 1 })
  expect(code).toBe(1)
}, 180_000)
