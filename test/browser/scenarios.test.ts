import { describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { getClientPage } from '../../emulator/src/playwright.js'
import { parseConfig } from '../../src/config/config.js'
import { loadScenarios } from '../../src/scenarios/load-scenarios.js'
import type { Scenario } from '../../src/scenarios/scenario.js'
import { startStack } from '../support/start-stack.js'
import { useStack } from '../support/use-stack.js'
import { waitFor } from '../support/wait-for.js'
import { startScenario, waitForOutcome } from './journey.js'
import { useBrowser } from './use-browser.js'

const visit = useBrowser()
const { scenarios } = loadScenarios(parseConfig({}).config.presets)
const stack = useStack(() => startStack({ clock: 'real' }))

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
})
