import express from 'express'
import { createSignup } from '../../examples/signup/server.js'
import { listen } from '../support/listen.js'
import { startStack, type Stack } from '../support/start-stack.js'

const API_KEY = 'a-secret-of-the-signup-page-that-is-long-enough'

export interface SignupStack extends Stack {
  signupUrl: string
}

/** The signup page and the server that it hands over to, in one process and with a manual clock. */
export async function startSignupStack(): Promise<SignupStack> {
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
