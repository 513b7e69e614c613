import type { Page } from 'playwright-core'
import { findClient } from './client-page.js'
import { configureRejection } from './configure-response.js'
import { passOverHttp, type PassClient } from './page-states.js'
import { awaitHeading, signUp, startVerifying } from './signup-page.js'
import type { SignupStack } from './signup-stack.js'

const MINUTES = 60_000

/** A page of the signup example, and the way there. */
export interface SignupState {
  name: string
  reach: (page: Page, stack: SignupStack, passClient?: PassClient) => Promise<void>
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
      await startVerifying(page, stack)
      await page.goto(stack.signupUrl)
      await awaitHeading(page, 'You have not finished yet')
    },
  },
  {
    name: 'signup-checking',
    reach: async (page, stack, passClient = passOverHttp) => {
      await startVerifying(page, stack)
      await passClient(page, stack)
      await stack.pass(3001)
      await page.reload()
      await page.getByTestId('continue').click()
      await awaitHeading(page, 'We are checking')
    },
  },
  {
    name: 'signup-confirmed',
    reach: async (page, stack, passClient = passOverHttp) => {
      await startVerifying(page, stack)
      await passClient(page, stack)
      await endChecks(page, stack)
      await awaitHeading(page, 'You are confirmed')
    },
  },
  {
    name: 'signup-rejected',
    reach: async (page, stack, passClient = passOverHttp) => {
      await configureRejection(stack, await startVerifying(page, stack))
      await passClient(page, stack)
      await endChecks(page, stack)
      await awaitHeading(page, 'We could not confirm who you are')
    },
  },
  {
    name: 'signup-not-finished',
    reach: async (page, stack) => {
      await startVerifying(page, stack)
      await findClient(page).find('country-select').waitFor()
      await stack.pass(16 * MINUTES)
      await page.reload()
      await page.getByTestId('start-again').click()
      await awaitHeading(page, 'That was not finished')
    },
  },
  {
    name: 'signup-come-back',
    reach: async (page, stack) => {
      await startVerifying(page, stack)
      await passOverHttp(page, stack)
      await stack.pass(10 * MINUTES)
      // As in another browser.
      await page.context().clearCookies({ name: 'owner' })
      await page.goto(stack.signupUrl)
      await page.getByRole('button').click()
      await awaitHeading(page, 'Not found')
      await page.goto(stack.signupUrl)
      await page.getByText('That does not work?').click()
    },
  },
  {
    name: 'signup-refusal',
    reach: async (page, { signupUrl }) => {
      await page.goto(`${signupUrl}/signup/return?sessionId=unknown`)
      await awaitHeading(page, 'Not here')
    },
  },
]

/** At the end our page leads back by itself. */
async function endChecks(page: Page, stack: SignupStack): Promise<void> {
  await stack.pass(10 * MINUTES)
  await page.reload()
}
