import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { getClientPage } from '../../emulator/src/playwright.js'
import { startEmulator } from '../../emulator/src/start-emulator.js'
import { createApplication } from '../support/application.js'
import { getFreePort } from '../support/free-port.js'
import { startLoadBalancer } from '../support/load-balancer.js'
import { startPostgres } from '../support/postgres.js'
import { createProgram } from '../support/program.js'
import { FAST_TIMELINE } from '../support/start-stack.js'
import { waitFor } from '../support/wait-for.js'
import { continueFromIntro } from './journey.js'
import { configureSlowChecks } from './configure-response.js'
import { completeCaptureOverHttp } from './page-walks.js'
import {
  continueToVerification,
  signUp,
  startVerification,
  waitForHeading,
} from './signup-pages.js'
import { useBrowser } from './use-browser.js'

const API_KEY = 'a-secret-of-the-signup-page-that-is-long-enough'
const WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const visit = useBrowser()
let fixture: Awaited<ReturnType<typeof startSignupFixture>>

beforeAll(async () => {
  fixture = await startSignupFixture()
})
afterAll(async () => fixture[Symbol.asyncDispose]())

describe('a user who signs up with two instances behind one address', () => {
  it('is redirected, verified with the camera, and returns confirmed', async () => {
    const { page } = await visit()
    const sessionId = await startVerification(page, fixture)

    await getClientPage(page).complete({ picture: 'CAMERA' })

    await waitForHeading(page, 'Your identity is confirmed')
    expect(new URL(page.url()).origin).toBe(fixture.signupUrl)
    const instances = fixture.balancer.forwarded.filter(({ path }) => path.includes(sessionId))
    expect(new Set(instances.map(({ port }) => port)).size).toBe(2)
  })

  it('sees every page in their language, here Arabic', async () => {
    const { page } = await visit()
    await page.goto(`${fixture.signupUrl}/?lang=ar`)
    await page.locator('[name="name"]').fill('Ada Example')
    await page.locator('[name="email"]').fill('ada@example.com')
    await page.getByRole('button').click()
    await waitForHeading(page, 'بقيت خطوة واحدة')
    await continueToVerification(page)

    const client = getClientPage(page)
    await client.find('country-select').waitFor()
    const expected = 'html[lang^="ar"][dir="rtl"]'
    expect(await page.locator(expected).count()).toBe(1)
    expect(await page.frameLocator('[data-testid="client"]').locator(expected).count()).toBe(1)
    await client.complete()
    await waitForHeading(page, 'عرفنا من أنت')
    expect(await page.locator(expected).count()).toBe(1)
  })

  it('is confirmed by a webhook without another poll', async () => {
    const { page } = await visit()
    const sessionId = await startVerification(page, fixture)
    await configureSlowChecks(fixture, sessionId)
    await completeCaptureOverHttp(page, fixture)
    await page.getByTestId('continue').click()
    await waitForHeading(page, 'We’re checking your details')
    await page.goto('about:blank')
    const countReads = () =>
      fixture.balancer.forwarded.filter(({ path }) => path === `/api/sessions/${sessionId}`).length
    const readCount = countReads()
    await fixture.emulator.control.advanceClock(sessionId, { advanceSeconds: 60 })

    await waitFor('the webhook', async () => {
      const home = await page.request.get(fixture.signupUrl)
      return (await home.text()).includes('Your identity is confirmed')
    })
    expect(countReads()).toBe(readCount)
    await page.goto(fixture.signupUrl)
    await waitForHeading(page, 'Your identity is confirmed')
  })

  it('continues on another device and only there', async () => {
    const { page, context } = await visit({ expectedProblems: /status of 404/ })
    const sessionId = await startVerification(page, fixture)
    const phone = await visit({ width: 390 })
    // As who logs in there.
    const login = (await context.cookies(fixture.signupUrl)).filter(({ name }) => name === 'signup')
    await phone.context.addCookies(login)
    await phone.page.goto(fixture.signupUrl)
    expect(await continueToVerification(phone.page)).toBe(sessionId)

    expect((await page.reload())?.status()).toBe(404)
    await waitForHeading(page, 'Not found')
    await getClientPage(phone.page).complete()
    await waitForHeading(phone.page, 'Your identity is confirmed')
    await page.goto(fixture.signupUrl)
    await waitForHeading(page, 'Your identity is confirmed')
  })

  it('is not confirmed when another person used the link', async () => {
    const mallory = await visit({ expectedProblems: /status of 404/ })
    await signUp(mallory.page, fixture)
    const handover = await mallory.page.request.post(`${fixture.signupUrl}/signup/confirm`, {
      headers: { Origin: fixture.signupUrl },
      maxRedirects: 0,
    })
    const alice = await visit({ expectedProblems: /status of 403/ })
    await signUp(alice.page, fixture)
    await alice.page.goto(handover.headers().location ?? '')
    await continueFromIntro(alice.page)
    await completeCaptureOverHttp(alice.page, fixture)

    await waitForHeading(alice.page, 'Something went wrong')
    await alice.page.goto(fixture.signupUrl)
    await waitForHeading(alice.page, 'One more step')
    await mallory.page.goto(fixture.signupUrl)
    await waitForHeading(mallory.page, 'You haven’t finished yet')
    // Only the browser that was verified is sent back with what counts.
    await mallory.page.getByRole('button', { name: 'Continue' }).click()
    await waitForHeading(mallory.page, 'Not found')
  })

  // Last, because the instance is not restarted.
  it('is confirmed when one of the two instances is killed', async () => {
    const { page } = await visit()
    await startVerification(page, fixture)
    const client = getClientPage(page)
    await client.chooseDocument('PASSPORT')
    await fixture.instances[0]?.kill()
    const before = fixture.balancer.forwarded.length
    await client.useSpecimen()
    await client.click('consent-accept')
    await client.useSpecimen()
    await client.click('finish')

    await waitForHeading(page, 'Your identity is confirmed')
    const ports = fixture.balancer.forwarded.slice(before).map(({ port }) => port)
    expect(new Set(ports)).toEqual(new Set(fixture.balancer.instancePorts.slice(1)))
  })
})

/** A business with its signup page, and two instances of the server on one PostgreSQL. */
async function startSignupFixture() {
  const application = createApplication()
  const postgres = await startPostgres()
  const emulator = await startEmulator({
    port: 0,
    applications: [application],
    timeline: FAST_TIMELINE,
  })
  const balancer = await startLoadBalancer()
  const verifyUrl = `http://localhost:${balancer.port}`
  const signupPort = await getFreePort()
  // Another site than localhost, as a signup page usually is.
  const signupUrl = `http://127.0.0.1:${signupPort}`

  const server = {
    YOTI_APP_BASE_URL: verifyUrl,
    YOTI_CLIENT_SDK_ID: application.sdkId,
    YOTI_KEY: application.privatePem,
    YOTI_IDV_API_URL: emulator.apiUrl,
    APP_SECRET: 'a secret of the tests that is long enough',
    DATABASE_URL: await postgres.createDatabase(),
    API_KEYS: `signup:${API_KEY}`,
    RETURN_URL_ORIGINS: signupUrl,
    OUTCOME_WEBHOOK_URL: `${signupUrl}/webhooks/outcome`,
    OUTCOME_WEBHOOK_SECRET: WEBHOOK_SECRET,
    TRUST_PROXY: '1',
    LOG_LEVEL: 'error',
  }
  balancer.instancePorts.push(await getFreePort(), await getFreePort())
  const instances = balancer.instancePorts.map((port) =>
    createProgram('dist/server.js', { ...server, PORT: String(port) }, 'Open '),
  )
  const signup = createProgram(
    'examples/signup/main.js',
    {
      API_KEY,
      WEBHOOK_SECRET,
      VERIFY_URL: verifyUrl,
      SIGNUP_BASE_URL: signupUrl,
      SIGNUP_PORT: String(signupPort),
    },
    'Sign up at ',
  )
  await Promise.all([...instances, signup].map((program) => program.start()))

  return {
    signupUrl,
    balancer,
    instances,
    emulator,
    application,
    async [Symbol.asyncDispose]() {
      await Promise.all([...instances, signup].map((program) => program.kill()))
      await balancer[Symbol.asyncDispose]()
      await emulator.close()
      await postgres[Symbol.asyncDispose]()
    },
  }
}
