import express from 'express'
import type { Page } from 'playwright-core'
import { createSignup } from '../../examples/signup/server.js'
import { listen } from '../support/listen.js'
import { startStack } from '../support/start-stack.js'
import { continueFromIntro, readSessionId } from './journey.js'

const API_KEY = 'a-secret-of-the-signup-page-that-is-long-enough'

export type SignupStack = Awaited<ReturnType<typeof startSignupStack>>

/** The signup page and the server that it hands over to, in one process and with a manual clock. */
export async function startSignupStack() {
  const front = express()
  const { url, ...signup } = await listen(front)
  const stack = await startStack({
    env: { API_KEYS: `signup:${API_KEY}`, RETURN_URL_ORIGINS: url },
  })
  front.use(
    createSignup({
      verifyUrl: stack.baseUrl,
      apiKey: API_KEY,
      // Nothing is sent: its clock is not that of the webhooks, which would be too old.
      webhookSecret: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
      baseUrl: url,
    }),
  )
  return {
    ...stack,
    signupUrl: url,
    async [Symbol.asyncDispose]() {
      await signup[Symbol.asyncDispose]()
      await stack[Symbol.asyncDispose]()
    },
  }
}

type SignupAddress = Pick<SignupStack, 'signupUrl'>

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
