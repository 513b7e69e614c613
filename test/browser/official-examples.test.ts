import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { FrameLocator, Page } from 'playwright-core'
import { createClientPage } from '../../emulator/src/playwright.js'
import { startEmulator } from '../../emulator/src/start-emulator.js'
import { createApplication } from '../support/application.js'
import { getFreePort } from '../support/free-port.js'
import { createProgram } from '../support/program.js'
import { FAST_TIMELINE } from '../support/start-stack.js'
import { waitFor } from '../support/wait-for.js'
import { useBrowser } from './use-browser.js'

const EXAMPLES = join(dirname(createRequire(import.meta.url).resolve('yoti')), 'examples')

/** The examples load stylesheets and scripts from the internet, which only fold the results. */
const WITHOUT_INTERNET =
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1'

const open = useBrowser([WITHOUT_INTERNET])

type OfficialExample = Awaited<ReturnType<typeof startOfficialExample>>

const visit = async ({ url }: OfficialExample) => {
  const options = { ignoreHttpsErrors: true, expectedProblems: /net::ERR_NAME_NOT_RESOLVED/ }
  const { page, context } = await open(options)
  await page.goto(url)
  return { page, context }
}

describe("Yoti's IDV example on the emulator", () => {
  let example: OfficialExample
  beforeAll(async () => {
    example = await startOfficialExample('idv')
  })
  afterAll(() => example[Symbol.asyncDispose]())

  /** The page with the client, which the link opens in a new tab. */
  async function start(useCase: string) {
    const { page, context } = await visit(example)
    const opened = context.waitForEvent('page')
    await page.getByRole('link', { name: useCase }).click()
    return opened
  }

  it.each([
    [
      'Document authenticity and Identity check',
      ['Authenticity Checks', 'Third Party Identity Checks', 'Document ID Photo'],
    ],
    ['Face comparison check', ['Face Comparison Checks', 'Liveness Checks']],
    ['Watchlist check', ['Watchlist Screening Checks', 'Watchlist Advanced Checks']],
  ])('shows results and pictures: %s', async (useCase, sections) => {
    const page = await start(useCase)
    await completeClient(page)
    await openCompletedResults(page, example)

    for (const section of sections) {
      await page.getByRole('button', { name: section, exact: true }).first().waitFor()
    }
    const widths = await readPictureWidths(page)
    expect(widths.length).toBeGreaterThan(0)
    expect(Math.min(...widths)).toBeGreaterThan(0)
  })

  it('shows the configuration, and the code when the client ends with 4000', async () => {
    const page = await start('Face match check')
    const frame = findClient(page)
    const opened = page.context().waitForEvent('page')
    await page.getByRole('link', { name: 'View session configuration' }).click()
    const configuration = await opened
    await configuration.getByText('"livenessType": "STATIC"').waitFor()

    await createClientPage(frame).exitWithError(4000)
    await frame.getByText('Error Code: 4000').waitFor()
  })
})

describe("Yoti's identity checks example on the emulator", () => {
  let example: OfficialExample
  beforeAll(async () => {
    example = await startOfficialExample('idv-identity-checks')
  })
  afterAll(() => example[Symbol.asyncDispose]())

  it('shows the compliance with each scheme, and pictures', async () => {
    const { page } = await visit(example)
    await page.locator('#selectedScheme').selectOption('MTF_FULL')
    await page.locator('#submitButton').click()
    await completeClient(page)
    await openCompletedResults(page, example)

    await page.getByText('DONE', { exact: true }).first().waitFor()
    const results = await page.locator('.container').innerText()
    const met = [...results.matchAll(/Requirements met\?\s+(\w+)/g)].map(([, value]) => value)
    expect(new Set(met)).toEqual(new Set(['true']))
    expect(met.length).toBeGreaterThanOrEqual(4)
    const widths = await readPictureWidths(page)
    expect(widths.length).toBeGreaterThan(0)
    expect(Math.min(...widths)).toBeGreaterThan(0)
  })
})

/** A relying party from Yoti's Node SDK as published, on an emulator of another site, as Yoti is. */
async function startOfficialExample(name: 'idv' | 'idv-identity-checks') {
  const application = createApplication()
  const emulator = await startEmulator({
    port: 0,
    applications: [application],
    timeline: FAST_TIMELINE,
  })
  const folder = await mkdtemp(join(tmpdir(), 'example-'))
  const keyFile = join(folder, 'key.pem')
  await writeFile(keyFile, application.privatePem)
  const port = await getFreePort()
  const url = `https://localhost:${port}`
  const program = createProgram(
    join(EXAMPLES, name, 'index.js'),
    {
      PORT: String(port),
      YOTI_APP_BASE_URL: url,
      YOTI_CLIENT_SDK_ID: application.sdkId,
      YOTI_KEY_FILE_PATH: keyFile,
      YOTI_IDV_API_URL: emulator.apiUrl,
    },
    'Server running',
    // Its views and static files are relative to it.
    join(EXAMPLES, name),
  )
  await program.start()
  return {
    url,
    emulator,
    async [Symbol.asyncDispose]() {
      await program.kill()
      await emulator.close()
      await rm(folder, { recursive: true })
    },
  }
}

const findClient = (page: Page): FrameLocator => page.frameLocator('iframe')

/** Does what the client in the example's frame asks for, until that shows the results. */
async function completeClient(page: Page): Promise<void> {
  await createClientPage(findClient(page)).complete()
  await findClient(page).getByRole('heading', { name: 'Get Session Result' }).waitFor()
}

/** Loads the results until Yoti has completed the session. */
async function openCompletedResults(page: Page, { url }: { url: string }): Promise<void> {
  await waitFor('a completed session', async () => {
    await page.goto(`${url}/success`)
    return (await page.getByText('COMPLETED', { exact: true }).count()) > 0
  })
}

/** The decoded widths of the pictures that the example fetches from Yoti. */
async function readPictureWidths(page: Page): Promise<number[]> {
  const pictures = await page.locator('img[src^="/media?"]').all()
  return Promise.all(
    pictures.map((picture) =>
      picture.evaluate(async (image: HTMLImageElement) => {
        await image.decode()
        return image.naturalWidth
      }),
    ),
  )
}
