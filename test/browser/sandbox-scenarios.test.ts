import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseConfig } from '../../src/config/config.js'
import { getClientPage } from '../../emulator/src/playwright.js'
import { startEmulator, type Emulator } from '../../emulator/src/start-emulator.js'
import { generateCertificate } from '../../tools/certificate/certificate.js'
import { loadScenarios } from '../../src/scenarios/load-scenarios.js'
import { createApplication } from '../support/application.js'
import { getFreePort } from '../support/free-port.js'
import { waitFor } from '../support/wait-for.js'
import { continueFromIntro } from './handover.js'
import { useBrowser } from './use-browser.js'

/** Not a loopback name, so that the command treats the emulator as Yoti's sandbox. */
const SANDBOX_HOST = 'sandbox.test'
const MAIN = fileURLToPath(new URL('../../tools/scenario-runner/main.ts', import.meta.url))
const RESOLVE_LOCALLY = new URL('resolve-locally.js', import.meta.url).href
const START_TIMEOUT_MS = 60_000

const visit = useBrowser([`--host-resolver-rules=MAP ${SANDBOX_HOST} 127.0.0.1`])
const { scenarios } = loadScenarios(parseConfig({}).config.presets)

describe('npm run scenario on the sandbox with a user in a browser', () => {
  const application = createApplication()
  const certificate = generateCertificate([SANDBOX_HOST], Date.now())
  let folder: string
  let emulator: Emulator

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'sandbox '))
    writeFileSync(join(folder, 'certificate.pem'), certificate.cert)
    writeFileSync(join(folder, 'key.pem'), application.privatePem)
    const port = await getFreePort()
    emulator = await startEmulator({
      port,
      publicUrl: `https://${SANDBOX_HOST}:${port}`,
      tls: certificate,
      applications: [application],
      timeline: { framesAfterUpload: 10, automatedChecks: 60, expertChecks: 120 },
    })
  })
  afterAll(async () => {
    await emulator.close()
    rmSync(folder, { recursive: true })
  })

  async function start(name: string) {
    const child = spawn(
      process.execPath,
      [
        '--import',
        import.meta.resolve('tsx'),
        '--import',
        RESOLVE_LOCALLY,
        MAIN,
        name,
        '--attended',
      ],
      {
        cwd: folder,
        env: {
          PATH: process.env.PATH,
          TSX_TSCONFIG_PATH: process.env.TSX_TSCONFIG_PATH,
          LOCAL_HOST: SANDBOX_HOST,
          NODE_EXTRA_CA_CERTS: join(folder, 'certificate.pem'),
          PORT: String(await getFreePort()),
          YOTI_CLIENT_SDK_ID: application.sdkId,
          YOTI_KEY_FILE_PATH: join(folder, 'key.pem'),
          YOTI_IDV_API_URL: emulator.sandboxUrl,
          YOTI_TARGET: 'sandbox',
        },
      },
    )
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
    }
    const exit = once(child, 'exit') as Promise<[number]>
    const waitForOutput = (pattern: RegExp) =>
      waitFor(
        String(pattern),
        () => {
          if (child.exitCode !== null) throw new Error(`It ended: ${output}`)
          return pattern.exec(output) ?? undefined
        },
        START_TIMEOUT_MS,
      )
    const [, link = ''] = await waitForOutput(/Open (http\S+)\n/)
    return {
      link,
      async answer(line: string) {
        await waitForOutput(/Does the page say/)
        child.stdin.write(`${line}\n`)
        const [code] = await exit
        return { code, output }
      },
    }
  }

  it('reports the outcome of what the user did', async () => {
    const scenario = scenarios.get('unreadable-text')
    if (scenario === undefined) throw new Error('The scenario is missing.')
    const run = await start(scenario.name)
    const { page } = await visit({ ignoreHttpsErrors: true })
    await page.goto(run.link)
    await continueFromIntro(page)
    await getClientPage(page).complete(scenario.capture)
    const outcome = page.getByTestId('outcome')
    await outcome.waitFor()
    expect(await outcome.getAttribute('data-outcome')).toBe(scenario.expect.outcome)
    await page.waitForLoadState('networkidle')

    const { code, output } = await run.answer('')
    expect(output).toMatch(/^ok +unreadable-text /m)
    expect(code).toBe(0)
    const configured = emulator.requests().filter(({ path }) => path.endsWith('/response-config'))
    expect(configured.at(-1)).toMatchObject({ method: 'PUT', status: 200 })
  })
})
