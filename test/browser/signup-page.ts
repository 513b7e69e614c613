import type { Page } from 'playwright-core'
import { continueFromIntro } from './handover.js'
import { readSessionId } from './journey.js'

interface SignupAddress {
  signupUrl: string
}

export async function signUp(page: Page, { signupUrl }: SignupAddress): Promise<void> {
  await page.goto(signupUrl)
  await page.getByLabel('Name').fill('Ada Example')
  await page.getByLabel('Email').fill('ada@example.com')
  await page.getByRole('button', { name: 'Sign up' }).click()
  await waitForHeading(page, 'One more step')
}

/** Returns the id of the session whose page opens. */
export async function continueToVerification(page: Page): Promise<string> {
  await page.getByRole('button').click()
  const sessionId = await readSessionId(page)
  await continueFromIntro(page)
  return sessionId
}

/** Returns the session id. */
export async function startVerification(page: Page, signup: SignupAddress): Promise<string> {
  await signUp(page, signup)
  return continueToVerification(page)
}

export async function waitForHeading(page: Page, name: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
}
