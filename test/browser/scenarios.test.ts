import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { getClientPage } from '../../emulator/src/playwright.js'
import { startEmulator } from '../../emulator/src/start-emulator.js'
import { parseConfig } from '../../src/config/config.js'
import { loadScenarios } from '../../src/scenarios/load-scenarios.js'
import type { Scenario } from '../../src/scenarios/scenario.js'
import { generateCertificate } from '../../tools/certificate/certificate.js'
import { createApplication } from '../support/application.js'
import { getFreePort } from '../support/free-port.js'
import { FAST_TIMELINE, startStack, type Stack } from '../support/start-stack.js'
import { waitFor } from '../support/wait-for.js'
import { continueFromIntro } from './handover.js'
import { startScenario, waitForOutcome } from './journey.js'
import { useBrowser } from './use-browser.js'

/** Not a loopback name, so that the command treats the emulator as Yoti's sandbox. */
const SANDBOX_HOST = 'sandbox.test'
const MAIN = fileURLToPath(new URL('../../dist/tools/scenario-runner/main.js', import.meta.url))
const RESOLVE_LOCALLY = new URL('resolve-locally.js', import.meta.url).href
const START_TIMEOUT_MS = 60_000

const visit = useBrowser([`--host-resolver-rules=MAP ${SANDBOX_HOST} 127.0.0.1`])
const { scenarios } = loadScenarios(parseConfig({}).config.presets)
let stack: Stack

beforeAll(async () => {
  stack = await startStack({ clock: 'real' })
})
afterAll(async () => stack[Symbol.asyncDispose]())

const find = (name: string) => {
  const scenario = scenarios.get(name)
  if (scenario === undefined) throw new Error(`Unknown scenario "${name}".`)
  return scenario
}

/** Excludes the banner, because it names the expected result. */
async function readMain(page: Page): Promise<string> {
  const text = await page.getByRole('main').textContent()
  return (text ?? '').replace(/\s+/g, ' ')
}

async function expectTexts(page: Page, { expect: { page: texts } }: Scenario): Promise<void> {
  const main = await readMain(page)
  for (const text of texts) expect(main).toContain(text)
}

/** By scenario, how the user's part ends. */
const USERS = {
  'approved-two-documents': 'FINISHED',
  'tampered-passport': 'FINISHED',
  'blurry-then-good': 'FINISHED',
  'unreadable-text': 'FINISHED',
  'supplementary-pdf': 'FINISHED',
  'document-refused': 'LEFT',
  'client-error-7000': 'LEFT',
  abandoned: 'AWAY',
}

describe('a scenario', () => {
  it(
    'ends as its file says for each of eight users at the same time',
    async () => {
      const play = async (name: string) => {
        const scenario = find(name)
        const { page } = await visit()
        const sessionId = await startScenario(page, stack, name)
        expect(await page.getByTestId('scenario').innerText()).toContain(scenario.title)
        const end = await getClientPage(page).complete(scenario.capture)
        if (end === 'FINISHED') expect(await waitForOutcome(page)).toBe(scenario.expect.outcome)
        if (end === 'LEFT') await page.getByTestId('next').waitFor()
        if (end === 'AWAY') expect(stack.emulator.session(sessionId)?.state).toBe('ONGOING')
        else await expectTexts(page, scenario)
        if (name === 'client-error-7000') {
          // The guidance leads back to the client.
          await page.getByRole('button', { name: 'I have one now' }).click()
          await page.getByTestId('client').waitFor()
        }
        return [name, end]
      }
      const ends = await Promise.all(Object.keys(USERS).map(play))
      expect(Object.fromEntries(ends)).toEqual(USERS)
    },
    4 * 60_000,
  )

  it('expires in an open page when the request in its banner is sent', async () => {
    // The client gets an error for its expired token.
    const { page } = await visit({ expectedProblems: /status of 409/ })
    await startScenario(page, stack, 'expired-token')
    const command = await page.getByTestId('clock-command').innerText()
    const [, address = '', body = ''] = /^curl -X POST (\S+) .* -d '(.*)'$/.exec(command) ?? []
    const headers = { 'Content-Type': 'application/json' }
    expect((await fetch(address, { method: 'POST', headers, body })).status).toBe(204)
    await page.waitForURL(/yotiErrorCode=2002/)
    // Yoti is asked again 3 s after the last time.
    await waitFor('the end of the session', async () => {
      await page.reload()
      return (await readMain(page)).includes('Time ran out')
    })
  })
})

describe('the picker', () => {
  it('keeps the selection and returns to its unfinished session, and expands one group at a time', async () => {
    const { page } = await visit()
    const sessionId = await startScenario(page, stack, 'too-dark')
    expect(await page.getByTestId('scenario-name').innerText()).toBe('too-dark')
    await page.goto(stack.baseUrl)
    const choice = page.getByRole('radio', { name: /too-dark$/ })
    expect(await choice.isVisible()).toBe(true)
    expect(await choice.isChecked()).toBe(true)
    await page.locator('.picker details summary').first().click()
    expect(await page.locator('.picker details[open]').count()).toBe(1)
    await page.getByTestId('start').click()
    await page.waitForURL(`**/sessions/${sessionId}`)
  })

  it('works without JavaScript and keeps the scenario when started again', async () => {
    const { page } = await visit({ javaScript: false })
    const sessionId = await startScenario(page, stack, 'client-error-2002')
    await page.goto(`${stack.baseUrl}/sessions/${sessionId}?yotiErrorCode=2002`)
    await page.getByTestId('start-again').click()
    await page.waitForURL((url) => !url.href.includes(sessionId))
    expect(await page.getByTestId('scenario').innerText()).toContain('The link has expired')
  })
})

describe('npm run scenario on the sandbox with a user in a browser', () => {
  it('reports the outcome of what the user did', async () => {
    const application = createApplication()
    const certificate = generateCertificate([SANDBOX_HOST], Date.now())
    const folder = mkdtempSync(join(tmpdir(), 'sandbox '))
    writeFileSync(join(folder, 'certificate.pem'), certificate.cert)
    writeFileSync(join(folder, 'key.pem'), application.privatePem)
    const port = await getFreePort()
    const emulator = await startEmulator({
      port,
      publicUrl: `https://${SANDBOX_HOST}:${port}`,
      tls: certificate,
      applications: [application],
      timeline: FAST_TIMELINE,
    })
    const { name, capture, expect: expected } = find('unreadable-text')
    const child = spawn(process.execPath, ['--import', RESOLVE_LOCALLY, MAIN, name, '--attended'], {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        LOCAL_HOST: SANDBOX_HOST,
        NODE_EXTRA_CA_CERTS: join(folder, 'certificate.pem'),
        PORT: String(await getFreePort()),
        YOTI_CLIENT_SDK_ID: application.sdkId,
        YOTI_KEY_FILE_PATH: join(folder, 'key.pem'),
        YOTI_IDV_API_URL: emulator.sandboxUrl,
        YOTI_TARGET: 'sandbox',
      },
    })
    const exit = once(child, 'exit') as Promise<[number]>
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
      await getClientPage(page).complete(capture)
      expect(await waitForOutcome(page)).toBe(expected.outcome)
      await page.waitForLoadState('networkidle')

      await waitForOutput(/Does the page say/)
      child.stdin.write('\n')
      const [code] = await exit
      expect(output).toMatch(/^ok +unreadable-text /m)
      expect(code).toBe(0)
      const configured = emulator.requests().filter(({ path }) => path.endsWith('/response-config'))
      expect(configured.at(-1)).toMatchObject({ method: 'PUT', status: 200 })
    } finally {
      child.kill('SIGKILL')
      await emulator.close()
      rmSync(folder, { recursive: true })
    }
  })
})
