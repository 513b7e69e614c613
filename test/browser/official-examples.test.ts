import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { createClientPage } from '../../emulator/src/playwright.js'
import {
  completeClient,
  findClient,
  openCompletedResults,
  readPictureWidths,
  startOfficialExample,
  WITHOUT_INTERNET,
  type OfficialExample,
} from './official-example.js'
import { useBrowser } from './use-browser.js'

const open = useBrowser([WITHOUT_INTERNET])

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

  it.each([
    ['RTW', 1],
    ['MTF_FULL', 4],
  ])('shows the compliance and pictures of %s', async (scheme, schemes) => {
    const { page } = await visit(example)
    await page.locator('#selectedScheme').selectOption(scheme)
    await page.locator('#submitButton').click()
    await completeClient(page)
    await openCompletedResults(page, example)

    await page.getByText('DONE', { exact: true }).first().waitFor()
    const results = await page.locator('.container').innerText()
    const met = [...results.matchAll(/Requirements met\?\s+(\w+)/g)].map(([, value]) => value)
    expect(new Set(met)).toEqual(new Set(['true']))
    expect(met.length).toBeGreaterThanOrEqual(schemes)
    const widths = await readPictureWidths(page)
    expect(widths.length).toBeGreaterThan(0)
    expect(Math.min(...widths)).toBeGreaterThan(0)
  })
})
