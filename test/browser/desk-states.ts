import type { Page } from 'playwright-core'
import { callApi } from '../journeys/journey.js'
import { getClientPage } from '../../emulator/src/playwright.js'
import { continueFromIntro } from './handover.js'
import type { DeskStack } from './review-desk-stack.js'

/** Pages of the review desk for screenshots. */
export const DESK_STATES: readonly {
  name: string
  reach: (page: Page, stack: DeskStack) => Promise<void>
}[] = [
  {
    name: 'desk-queue',
    reach: async (page, stack) => {
      const scenarios = ['all-checks-not-available', 'watchlist-hit', 'too-dark', 'unreadable-text']
      for (const [index, scenario] of scenarios.entries()) {
        await stack.addCase(`user-${4711 + index}`, scenario)
      }
      await signIn(page, stack)
    },
  },
  {
    name: 'desk-case',
    reach: async (page, stack) => {
      // In the browser, which draws specimens.
      const input = { userReference: 'user-4712', scenario: 'watchlist-hit' }
      const { body } = await callApi(stack, 'POST', '/api/sessions', input)
      await page.goto(body.url)
      await continueFromIntro(page)
      await getClientPage(page).complete()
      await page.getByTestId('outcome').waitFor()
      await signIn(page, stack)
      await page.goto(`${stack.deskUrl}/cases/${body.sessionId}`, { waitUntil: 'networkidle' })
    },
  },
]

async function signIn(page: Page, { deskUrl }: DeskStack): Promise<void> {
  await page.goto(deskUrl)
  await page.getByRole('button', { name: 'Grace (reviewers)' }).click()
  await page.getByRole('heading', { name: 'Cases to review' }).waitFor()
}
