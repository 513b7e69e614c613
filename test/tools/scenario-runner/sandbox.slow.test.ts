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

const AGENT_SCENARIOS = [
  'approved-two-documents',
  'blurry-then-good',
  'face-comparison',
  'identity-profile-done',
  'supplementary-document',
  'tampered-passport',
]

it("runs scenarios on Yoti's sandbox by POST /agent, without a user", async () => {
  const { code, output, errors } = await run(AGENT_SCENARIOS)
  expect(JSON.parse(output)).toMatchObject({
    target: 'sandbox',
    passed: AGENT_SCENARIOS.length,
    failed: 0,
  })
  expect({ code, errors }).toMatchObject({ code: 0 })
  const agentCalls = emulator.requests().filter(({ pattern }) => pattern === '/agent')
  expect(agentCalls.map(({ status }) => status)).toEqual(AGENT_SCENARIOS.map(() => 204))
}, 180_000)

it('still needs a user in a terminal for a user who leaves', async () => {
  const { code, output, errors } = await run(['abandoned'])
  expect(errors).toMatch(/Open http:\/\/localhost:\d+\/handover\//)
  expect(output).toContain('needs a user to press Enter. Run it in a terminal')
  expect(code).toBe(1)
}, 180_000)
