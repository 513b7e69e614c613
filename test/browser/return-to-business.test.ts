import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { getClientPage } from '../../emulator/src/playwright.js'
import { continueFromIntro, createHandoverUrl, HANDOVER_ENV } from './handover.js'
import { useBrowser } from './use-browser.js'
import { completeCaptureOverHttp } from './page-states.js'
import { waitForHeading, startVerification } from './signup-page.js'
import { listen } from '../support/listen.js'
import { startStack } from '../support/start-stack.js'
import { waitFor } from '../support/wait-for.js'
import { startSignupStack, type SignupStack } from './signup-stack.js'

const visit = useBrowser()
let stack: SignupStack

beforeAll(async () => {
  stack = await startSignupStack()
})
afterAll(async () => {
  await stack[Symbol.asyncDispose]()
})

describe('a redirected user', () => {
  it('reaches the session with one click when the browser has prefetched the link', async () => {
    await using stack = await startStack({ env: HANDOVER_ENV })
    const url = await createHandoverUrl(stack)
    // cspell:ignore speculationrules
    const rules = { prefetch: [{ source: 'list', urls: [url], eagerness: 'immediate' }] }
    await using shop = await listen((_req, res) => {
      res.setHeader('Content-Type', 'text/html').end(
        `<!doctype html><title>Shop</title><link rel="icon" href="data:," /><a href="${url}">Verify</a>
        <script type="speculationrules">${JSON.stringify(rules)}</script>`,
      )
    })
    const { page } = await visit({ expectedProblems: /503/ })
    await page.goto(shop.url)
    await waitFor('the prefetch', () =>
      stack.logLines.some((line) => line.includes('"status":503')),
    )
    await page.getByRole('link').click()
    await continueFromIntro(page)
    await getClientPage(page).find('country-select').waitFor()
  })

  it('can continue to the business once Yoti reports that they have finished', async () => {
    const { page } = await visit()
    const sessionId = await startVerification(page, stack)
    await completeCaptureOverHttp(page, stack)
    await page.getByTestId('progress').waitFor()
    expect(await page.getByTestId('continue').count()).toBe(0)
    await stack.advanceTime(3001)
    await page.getByTestId('continue').click()

    await waitForHeading(page, 'We’re checking your details')
    expectAtReturn(page, stack, sessionId)
    await stack.advanceTime(600_000)
    await waitForHeading(page, 'Your identity is confirmed')
  })

  it.each([
    [4001, 'start-again'],
    [7000, 'continue'],
  ])('returns to the business after client error %i with the button %s', async (code, testId) => {
    const { page } = await visit()
    const sessionId = await startVerification(page, stack)
    await getClientPage(page).exitWithError(code)
    await page.getByTestId(testId).waitFor()
    await page.getByTestId(testId).click()

    await waitForHeading(page, 'You haven’t finished yet')
    expectAtReturn(page, stack, sessionId)
  })

  it('stays on the page of the expired session until they return to the business', async () => {
    const { page } = await visit()
    const sessionId = await startVerification(page, stack)
    await getClientPage(page).find('country-select').waitFor()
    await stack.advanceTime(901_000)
    await page.reload()
    await waitForHeading(page, 'Time ran out')
    expect(await page.locator('meta[http-equiv="refresh"]').count()).toBe(0)
    await page.getByTestId('start-again').click()
    await waitForHeading(page, 'Your identity check wasn’t finished')
    expectAtReturn(page, stack, sessionId)
  })
})

/** With the session's id, besides what the signup page gave along itself. */
function expectAtReturn(page: Page, { signupUrl }: SignupStack, sessionId: string): void {
  const { origin, pathname, searchParams } = new URL(page.url())
  expect(origin + pathname).toBe(`${signupUrl}/signup/return`)
  expect([...searchParams.keys()]).toEqual(['token', 'sessionId'])
  expect(searchParams.get('sessionId')).toBe(sessionId)
}
