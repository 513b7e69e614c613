import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { Stack } from '../support/start-stack.js'
import { waitFor } from '../support/wait-for.js'

/** The environment of a server with this session specification. */
export async function createPresetEnv(spec: object): Promise<Record<string, string>> {
  const file = join(await mkdtemp(join(tmpdir(), 'preset-')), 'presets.json')
  await writeFile(file, JSON.stringify({ default: spec }))
  return { SESSION_SPEC_FILE: file }
}

/** Presses the button of the start page; answers the id of the session whose page opens. */
export async function startSessionFromPage(
  page: Page,
  { baseUrl }: Pick<Stack, 'baseUrl'>,
): Promise<string> {
  await page.goto(baseUrl)
  await page.getByTestId('start').click()
  return readSessionId(page)
}

/** Presses the button of the page that a handover link opens. */
export async function continueFromIntro(page: Page): Promise<void> {
  await page.getByTestId('continue-check').click()
  await page.getByTestId('client').waitFor({ state: 'attached' })
}

/** Unfolds the picker of the start page as far as this scenario, and chooses it. */
export async function selectScenario(page: Page, scenario: string): Promise<void> {
  const choice = page.locator(`[name="scenario"][value="${scenario}"]`)
  await page.getByText('Choose a test outcome').click()
  await page.locator('.picker details', { has: choice }).locator('summary').click()
  await choice.check()
}

/** Chooses a scenario on the start page and starts; answers the id of the session whose page opens. */
export async function startScenario(
  page: Page,
  { baseUrl }: Stack,
  scenario: string,
): Promise<string> {
  await page.goto(baseUrl)
  await selectScenario(page, scenario)
  await page.getByTestId('start').click()
  return readSessionId(page)
}

/** Waits for the page of a session. Not by waitForURL, which fails when a second click ends the first navigation. */
export async function readSessionId(page: Page): Promise<string> {
  const sessionId = await waitFor(
    'the page of a session',
    () => /\/sessions\/([0-9a-f-]{36})$/.exec(new URL(page.url()).pathname)?.[1],
  )
  await page.waitForLoadState()
  return sessionId
}

/** Waits until the page shows an outcome without a reload by the user. */
export async function waitForOutcome(page: Page): Promise<string | null> {
  const outcome = page.getByTestId('outcome')
  await outcome.waitFor()
  return outcome.getAttribute('data-outcome')
}

/** Expands all sections, scrolls to every image, and returns the decoded widths. */
export async function readImageWidths(page: Page): Promise<number[]> {
  // What is folded away is not loaded either.
  for (const details of await page.locator('main details').all()) {
    await details.evaluate((element: HTMLDetailsElement) => (element.open = true))
  }
  const widths: number[] = []
  for (const picture of await page.locator('main img').all()) {
    await picture.scrollIntoViewIfNeeded()
    const width = await picture.evaluate(async (image: HTMLImageElement) => {
      await image.decode()
      return image.naturalWidth
    })
    widths.push(width)
  }
  return widths
}
