import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getClientPage } from '../../emulator/src/playwright.js'
import { startEmulator, type Emulator } from '../../emulator/src/start-emulator.js'
import { generateCertificate } from '../../tools/certificate/certificate.js'
import { createApplication } from '../support/application.js'
import { getFreePort } from '../support/free-port.js'
import { waitFor } from '../support/wait-for.js'
import { startTool } from '../tools/run-tool.js'
import { continueFromIntro, waitForOutcome } from './journey.js'
import { useBrowser } from './use-browser.js'

/** Not a loopback name, so that the command treats the emulator as Yoti's sandbox. */
const HOST = 'sandbox.test'
const RESOLVE_LOCALLY = new URL('resolve-locally.js', import.meta.url).href
const START_TIMEOUT_MS = 60_000

const visit = useBrowser([`--host-resolver-rules=MAP ${HOST} 127.0.0.1`])
const certificate = generateCertificate([HOST], Date.now())
const application = createApplication()

let folder: string
let emulator: Emulator

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox '))
  writeFileSync(join(folder, 'ca.pem'), certificate.cert)
  const port = await getFreePort()
  emulator = await startEmulator({
    port,
    tls: certificate,
    publicUrl: `https://${HOST}:${port}`,
    applications: [application],
    timeline: { automatedChecks: 60, expertChecks: 120, betweenChecks: 20 },
  })
})
afterAll(async () => {
  await emulator.close()
  rmSync(folder, { recursive: true })
})

const start = async (...args: string[]) =>
  startTool('scenario-runner', {
    args,
    cwd: folder,
    env: {
      NODE_OPTIONS: `--import ${RESOLVE_LOCALLY}`,
      LOCAL_HOST: HOST,
      NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
      PORT: String(await getFreePort()),
      YOTI_CLIENT_SDK_ID: application.sdkId,
      YOTI_KEY: application.privatePem,
      YOTI_IDV_API_URL: emulator.sandboxUrl,
      YOTI_TARGET: 'sandbox',
    },
  })

it("runs all scenarios on Yoti's sandbox by POST /agent, and skips those that need a user", async () => {
  const { code, output, errors } = await (
    await start('--all', '--json', '--concurrency', '8')
  ).ended
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
  const { code, output } = await (await start('abandoned', '--json')).ended
  expect(JSON.parse(output)).toMatchObject({ passed: 0, failed: 0, skipped: 1 })
  expect(code).toBe(1)
}, 180_000)

it('reports the outcome of what a user did in a browser', async () => {
  const { child, ended } = await start('unreadable-text', '--attended')
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  }
  const waitForOutput = (pattern: RegExp) =>
    waitFor(
      String(pattern),
      () => {
        if (child.exitCode !== null) throw new Error(`It ended: ${output}`)
        return pattern.exec(output) ?? undefined
      },
      START_TIMEOUT_MS,
    )
  try {
    const [, link = ''] = await waitForOutput(/Open (http\S+)\n/)
    const { page } = await visit({ ignoreHttpsErrors: true })
    await page.goto(link)
    await continueFromIntro(page)
    await getClientPage(page).complete({ tryAgain: false })
    expect(await waitForOutcome(page)).toBe('REVIEW')
    await page.waitForLoadState('networkidle')

    await waitForOutput(/Does the page say/)
    child.stdin.write('\n')
    expect((await ended).code).toBe(0)
    expect(output).toMatch(/^ok +unreadable-text /m)
  } finally {
    child.kill('SIGKILL')
  }
})
