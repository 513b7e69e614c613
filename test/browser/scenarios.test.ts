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
  if (scenario === undefined) throw new Error(`Unknown scenario "${name}".`)
  return scenario
}

/** Excludes the banner, because it names the expected result. */
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
  ])('has the expected outcome of its file in the browser: %s', async (name) => {
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

describe('a scenario that expires', () => {
  it('expires when the request in its banner is sent', async () => {
    await using stack = await startRealTimeStack()
    // The reloaded client gets an error for its expired token.
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
  it('lists each name that the API and the command line accept, like the banner', async () => {
    await using stack = await startRealTimeStack()
    const { page } = await visit()
    await page.goto(stack.baseUrl)
    await selectScenario(page, 'too-dark')
    const choice = page.getByRole('radio', { name: /too-dark$/ })
    expect(await choice.getAttribute('value')).toBe('too-dark')
    await page.getByTestId('start').click()
    expect(await page.getByTestId('scenario-name').innerText()).toBe('too-dark')
  })

  it('keeps the selection while its session is unfinished, and returns to the session when selected again', async () => {
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

  it('works without JavaScript and keeps the scenario when started again', async () => {
    await using stack = await startRealTimeStack()
    const { page } = await visit({ javaScript: false })
    const sessionId = await startScenario(page, stack, 'client-error-2002')
    await page.goto(`${stack.baseUrl}/sessions/${sessionId}?yotiErrorCode=2002`)
    await page.getByTestId('start-again').click()
    await page.waitForURL((url) => !url.href.includes(sessionId))
    expect(await page.getByTestId('scenario').innerText()).toContain('The link has expired')
  })

  it('expands at most one choice in each group', async () => {
    await using stack = await startRealTimeStack()
    const { page } = await visit()
    await page.goto(stack.baseUrl)
    await selectScenario(page, 'too-dark')
    await page.locator('.picker details summary').first().click()
    expect(await page.locator('.picker details[open]').count()).toBe(1)
  })
})
