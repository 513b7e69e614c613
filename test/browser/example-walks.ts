import type { Page } from 'playwright-core'
import { getClientPage } from '../../emulator/src/playwright.js'
import { callApi } from '../journeys/journey.js'
import { configureRejection } from './configure-response.js'
import { continueFromIntro } from './journey.js'
import { completeCaptureOverHttp, type Walk } from './page-walks.js'
import type { DeskStack } from './review-desk-stack.js'
import {
  continueToVerification,
  signUp,
  startVerification,
  waitForHeading,
  type SignupStack,
} from './signup-pages.js'

const MINUTE_MS = 60_000

/** Every page of the signup example in every state. */
export const SIGNUP_WALKS: readonly Walk<SignupStack>[] = [
  {
    steps: {
      signup: (page, { signupUrl }) => page.goto(signupUrl),
      'signup-one-more-step': signUp,
      'signup-unfinished': async (page, { signupUrl }) => {
        await continueToVerification(page)
        await page.goto(signupUrl)
        await waitForHeading(page, 'You haven’t finished yet')
      },
      'signup-checking': async (page, stack, passClient) => {
        const sessionId = await continueToVerification(page)
        await passClient(page, stack)
        await stack.advanceTime(3001)
        await page.reload()
        await page.getByTestId('continue').click()
        await waitForReturn(page, stack, sessionId)
        await waitForHeading(page, 'We’re checking your details')
      },
      'signup-confirmed': async (page, stack) => {
        await stack.advanceTime(10 * MINUTE_MS)
        await waitForHeading(page, 'Your identity is confirmed')
      },
    },
  },
  {
    steps: {
      'signup-rejected': async (page, stack, passClient) => {
        await configureRejection(stack, await startVerification(page, stack))
        await passClient(page, stack)
        await stack.advanceTime(10 * MINUTE_MS)
        // The session page returns to the signup page automatically.
        await page.reload()
        await waitForHeading(page, 'We couldn’t confirm your identity')
      },
    },
  },
  {
    steps: {
      'signup-not-finished': async (page, stack) => {
        const sessionId = await startVerification(page, stack)
        await getClientPage(page).find('country-select').waitFor()
        await stack.advanceTime(16 * MINUTE_MS)
        await page.reload()
        await waitForHeading(page, 'Time ran out')
        await page.getByTestId('start-again').click()
        await waitForReturn(page, stack, sessionId)
        await waitForHeading(page, 'Your identity check wasn’t finished')
      },
    },
  },
  {
    steps: {
      'signup-come-back': async (page, stack) => {
        await startVerification(page, stack)
        await completeCaptureOverHttp(page, stack)
        await stack.advanceTime(10 * MINUTE_MS)
        // As in another browser.
        await page.context().clearCookies({ name: 'owner' })
        await page.goto(stack.signupUrl)
        await page.getByRole('button').click()
        await waitForHeading(page, 'Not found')
        await page.goto(stack.signupUrl)
        await page.getByText('Not working?').click()
      },
      'signup-refusal': async (page, { signupUrl }) => {
        await page.goto(`${signupUrl}/signup/return?sessionId=unknown`)
        await waitForHeading(page, 'Something went wrong')
      },
    },
  },
]

/** With the session's id, besides what the signup page gave along itself. */
async function waitForReturn(page: Page, stack: SignupStack, sessionId: string): Promise<void> {
  const start = `${stack.signupUrl}/signup/return?token=`
  const end = `&sessionId=${sessionId}`
  await page.waitForURL(({ href }) => href.startsWith(start) && href.endsWith(end))
}

/** Pages of the review desk for screenshots. */
export const DESK_WALKS: readonly Walk<DeskStack>[] = [
  {
    steps: {
      'desk-queue': async (page, stack) => {
        const names = ['all-checks-not-available', 'watchlist-hit', 'too-dark', 'unreadable-text']
        for (const [index, scenario] of names.entries()) {
          await stack.addCase(`user-${4711 + index}`, scenario)
        }
        await signInAtDesk(page, stack)
      },
    },
  },
  {
    steps: {
      'desk-case': async (page, stack) => {
        // In the browser, which draws specimens.
        const input = { userReference: 'user-4712', scenario: 'watchlist-hit' }
        const { body } = await callApi(stack, 'POST', '/api/sessions', input)
        await page.goto(body.url)
        await continueFromIntro(page)
        await getClientPage(page).complete()
        await page.getByTestId('outcome').waitFor()
        await signInAtDesk(page, stack)
        await page.goto(`${stack.deskUrl}/cases/${body.sessionId}`, { waitUntil: 'networkidle' })
      },
    },
  },
]

export async function signInAtDesk(
  page: Page,
  { deskUrl }: DeskStack,
  name = 'Grace',
): Promise<void> {
  await page.goto(deskUrl)
  await page.getByRole('button', { name: `${name} (reviewers)` }).click()
  await waitForHeading(page, 'Cases to review')
}
