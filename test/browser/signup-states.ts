import type { Page } from 'playwright-core'
import { getClientPage } from '../../emulator/src/playwright.js'
import { configureRejection } from './configure-response.js'
import { completeCaptureOverHttp, type CompleteCapture } from './page-states.js'
import { waitForHeading, signUp, startVerification } from './signup-page.js'
import type { SignupStack } from './signup-stack.js'

const MINUTE_MS = 60_000

/** A page of the signup example, and the way there. */
export interface SignupState {
  name: string
  reach: (page: Page, stack: SignupStack, passClient?: CompleteCapture) => Promise<void>
}

export const SIGNUP_STATES: readonly SignupState[] = [
  {
    name: 'signup',
    reach: async (page, { signupUrl }) => {
      await page.goto(signupUrl)
    },
  },
  { name: 'signup-one-more-step', reach: signUp },
  {
    name: 'signup-unfinished',
    reach: async (page, stack) => {
      await startVerification(page, stack)
      await page.goto(stack.signupUrl)
      await waitForHeading(page, 'You haven’t finished yet')
    },
  },
  {
    name: 'signup-checking',
    reach: async (page, stack, passClient = completeCaptureOverHttp) => {
      await startVerification(page, stack)
      await passClient(page, stack)
      await stack.advanceTime(3001)
      await page.reload()
      await page.getByTestId('continue').click()
      await waitForHeading(page, 'We’re checking your details')
    },
  },
  {
    name: 'signup-confirmed',
    reach: async (page, stack, passClient = completeCaptureOverHttp) => {
      await startVerification(page, stack)
      await passClient(page, stack)
      await completeChecks(page, stack)
      await waitForHeading(page, 'Your identity is confirmed')
    },
  },
  {
    name: 'signup-rejected',
    reach: async (page, stack, passClient = completeCaptureOverHttp) => {
      await configureRejection(stack, await startVerification(page, stack))
      await passClient(page, stack)
      await completeChecks(page, stack)
      await waitForHeading(page, 'We couldn’t confirm your identity')
    },
  },
  {
    name: 'signup-not-finished',
    reach: async (page, stack) => {
      await startVerification(page, stack)
      await getClientPage(page).find('country-select').waitFor()
      await stack.advanceTime(16 * MINUTE_MS)
      await page.reload()
      await page.getByTestId('start-again').click()
      await waitForHeading(page, 'Your identity check wasn’t finished')
    },
  },
  {
    name: 'signup-come-back',
    reach: async (page, stack) => {
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
  },
  {
    name: 'signup-refusal',
    reach: async (page, { signupUrl }) => {
      await page.goto(`${signupUrl}/signup/return?sessionId=unknown`)
      await waitForHeading(page, 'Something went wrong')
    },
  },
]

/** The session page returns to the signup page automatically. */
async function completeChecks(page: Page, stack: SignupStack): Promise<void> {
  await stack.advanceTime(10 * MINUTE_MS)
  await page.reload()
}
