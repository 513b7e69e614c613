import { createSignup } from './server.js'

const { SIGNUP_PORT = '5000', VERIFY_URL = 'http://localhost:3000' } = process.env
const { SIGNUP_BASE_URL = `http://localhost:${SIGNUP_PORT}`, VERIFY_TARGET = 'emulator' } =
  process.env
const { API_KEY, WEBHOOK_SECRET } = process.env

if (!API_KEY || !WEBHOOK_SECRET) {
  console.error('Set API_KEY and WEBHOOK_SECRET as described in examples/signup/README.md.')
  process.exit(1)
}

const signup = createSignup({
  verifyUrl: VERIFY_URL,
  apiKey: API_KEY,
  webhookSecret: WEBHOOK_SECRET,
  baseUrl: SIGNUP_BASE_URL,
  target: VERIFY_TARGET,
})
signup.listen(Number(SIGNUP_PORT), '127.0.0.1', (error) => {
  if (error) {
    console.error(`Port ${SIGNUP_PORT}: ${error.message}. Set SIGNUP_PORT to another port.`)
    process.exit(1)
  }
  console.log(`Sign up at ${SIGNUP_BASE_URL}`)
})
