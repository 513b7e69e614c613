import { describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { parseConfig } from '../../src/config/config.js'
import { loadScenarios } from '../../src/scenarios/load-scenarios.js'
import { waitFor } from '../support/wait-for.js'
import { useBrowser } from './use-browser.js'
import { selectScenario, startRealTimeStack, startScenario } from './journey.js'
import { runScenarioInPage } from './run-scenario-in-page.js'

const visit = useBrowser()
const { scenarios } = loadScenarios(parseConfig({}).config.presets)

const find = (name: string) => {
  const scenario = scenarios.get(name)
  if (scenario === undefined) throw new Error(`There is no scenario "${name}".`)
  return scenario
}

/** What the person reads, without the banner, which says what must come out. */
async function readMain(page: Page): Promise<string> {
  const text = await page.getByRole('main').textContent()
  return (text ?? '').replace(/\s+/g, ' ')
}

describe('a scenario that ends with an outcome', () => {
  it.each([
    'approved-driving-licence',
    'approved-two-documents',
    'blurry-then-good',
    'blurry-kept',
    'wrong-document-then-right',
    'liveness-failed-always',
    'tampered-passport',
    'unreadable-text',
    'watchlist-hit',
    'supplementary-document',
    'media-withheld',
    'identity-profile-fraud',
  ])('comes out in the browser as its file says: %s', async (name) => {
    const scenario = find(name)
    await using stack = await startRealTimeStack()
    const { page } = await visit()
    await startScenario(page, stack, name)
    expect(await page.getByTestId('scenario').innerText()).toContain(scenario.title)
    await runScenarioInPage(page, scenario)

    const outcome = page.getByTestId('outcome')
    await outcome.waitFor()
    expect(await outcome.getAttribute('data-outcome')).toBe(scenario.expect.outcome)
    const main = await readMain(page)
    for (const text of scenario.expect.page) expect(main).toContain(text)
  })
})

describe('a scenario that ends with a client error', () => {
  it.each(['client-error-1000', 'client-error-2002', 'client-error-5001', 'client-error-7000'])(
    'leads to the guidance that its file says: %s',
    async (name) => {
      const scenario = find(name)
      await using stack = await startRealTimeStack()
      const { page } = await visit()
      await startScenario(page, stack, name)
      await runScenarioInPage(page, scenario)
      await page.getByTestId('next').waitFor()
      const main = await readMain(page)
      for (const text of scenario.expect.page) expect(main).toContain(text)
    },
  )
})

describe('a scenario whose time runs out', () => {
  it('is over as soon as the call in its banner is made', async () => {
    await using stack = await startRealTimeStack()
    // The client, which is loaded again too, is told that its token is too old.
    const { page } = await visit({ expectedProblems: /status of 409/ })
    await startScenario(page, stack, 'expired-token')
    const command = await page.getByTestId('clock-command').innerText()
    const [, address = '', body = ''] = /^curl -X POST (\S+) .* -d '(.*)'$/.exec(command) ?? []
    const headers = { 'Content-Type': 'application/json' }
    expect((await fetch(address, { method: 'POST', headers, body })).status).toBe(204)
    await waitFor('the end of the time', async () => {
      await page.reload()
      return (await readMain(page)).includes('Time ran out')
    })
  })
})

describe('the picker', () => {
  it('has each name that the API and the command line take, and so has the banner', async () => {
    await using stack = await startRealTimeStack()
    const { page } = await visit()
    await page.goto(stack.baseUrl)
    await selectScenario(page, 'too-dark')
    const choice = page.getByRole('radio', { name: /too-dark$/ })
    expect(await choice.getAttribute('value')).toBe('too-dark')
    await page.getByTestId('start').click()
    expect(await page.getByTestId('scenario-name').innerText()).toBe('too-dark')
  })

  it('shows what was chosen while its session lives, and the same choice goes back to it', async () => {
    await using stack = await startRealTimeStack()
    const { page } = await visit()
    const sessionId = await startScenario(page, stack, 'too-dark')
    await page.goto(stack.baseUrl)
    const choice = page.locator('[name="scenario"][value="too-dark"]')
    expect(await choice.isVisible()).toBe(true)
    expect(await choice.isChecked()).toBe(true)
    await page.getByTestId('start').click()
    await page.waitForURL(`**/sessions/${sessionId}`)
  })

  it('works without JavaScript, and starting again keeps the scenario', async () => {
    await using stack = await startRealTimeStack()
    const { page } = await visit({ javaScript: false })
    const sessionId = await startScenario(page, stack, 'client-error-2002')
    await page.goto(`${stack.baseUrl}/sessions/${sessionId}?yotiErrorCode=2002`)
    await page.getByTestId('start-again').click()
    await page.waitForURL((url) => !url.href.includes(sessionId))
    expect(await page.getByTestId('scenario').innerText()).toContain('The link has expired')
  })

  it('has one choice in each group unfolded at most', async () => {
    await using stack = await startRealTimeStack()
    const { page } = await visit()
    await page.goto(stack.baseUrl)
    await selectScenario(page, 'too-dark')
    await page.locator('.picker details summary').first().click()
    expect(await page.locator('.picker details[open]').count()).toBe(1)
  })
})
