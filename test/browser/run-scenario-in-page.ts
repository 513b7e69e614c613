import type { Page } from 'playwright-core'
import type { Scenario } from '../../src/scenarios/scenario.js'
import { getClientPage } from './client-page.js'

/** Elements that are visible while the client waits for the user. */
const STEPS = [
  'country-select',
  'use-specimen',
  'consent-accept',
  'try-again',
  'continue-anyway',
  'finish',
] as const
type Step = (typeof STEPS)[number]

/** Does in the client page what the scenario says, with the pictures that the emulator draws. */
export async function runScenarioInPage(page: Page, { capture }: Scenario): Promise<void> {
  const client = getClientPage(page)
  const { documents = [{ country: 'GBR', type: 'PASSPORT' }], tryAgain, end } = capture
  if (typeof end === 'object') {
    await client.exitWithError(end.clientError)
    return
  }

  let documentIndex = -1
  let isRetry = false
  const performStep = async (step: Step): Promise<void> => {
    if (step === 'country-select') {
      if (!isRetry) documentIndex += 1
      isRetry = false
      const { type = '', country } = documents[documentIndex] ?? {}
      await client.chooseDocument(type, country)
    } else if (step === 'use-specimen') {
      await client.useSpecimen()
    } else if (step === 'try-again') {
      isRetry = tryAgain && (await client.find('reading-failed').count()) > 0
      await client.click(tryAgain ? 'try-again' : 'continue-anyway')
    } else {
      await client.click(step)
    }
  }

  const waiting = page
    .frameLocator('[data-testid="client"]')
    .locator(STEPS.map((step) => `[data-testid="${step}"]`).join(', '))
  for (;;) {
    await waiting.first().waitFor()
    const element = await waiting.first().elementHandle()
    const step = (await element.getAttribute('data-testid')) as Step
    if (step === 'finish' && end === 'ABANDON') return
    await performStep(step)
    if (step === 'finish') return
    // The next screen may have the same button, and a removed element counts as hidden.
    await element.waitForElementState('hidden').catch(() => undefined)
  }
}
