import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { waitFor } from '../support/wait-for.js'
import { getClientPage } from './client-page.js'
import { configureRejection, configureSlowChecks } from './configure-response.js'
import { useBrowser } from './use-browser.js'
import { waitForHeading, continueToVerification, signUp, startVerification } from './signup-page.js'
import { startSignupFixture, type SignupFixture } from './signup-fixture.js'

const visit = useBrowser()
let world: SignupFixture

beforeAll(async () => {
  world = await startSignupFixture()
})
afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

describe('a person who signs up, with two instances behind one address', () => {
  it('is handed over, verified with the camera, and comes back confirmed', async () => {
    const { page } = await visit()
    const sessionId = await startVerification(page, world)

    await getClientPage(page).completeWithCamera()

    await waitForHeading(page, 'Your identity is confirmed')
    expect(new URL(page.url()).origin).toBe(world.signupUrl)
    const instances = world.balancer.forwarded.filter(({ path }) => path.includes(sessionId))
    expect(new Set(instances.map(({ port }) => port)).size).toBe(2)
  })

  it('is confirmed by a webhook, without looking any more', async () => {
    const { page } = await visit()
    const sessionId = await startVerification(page, world)
    await configureSlowChecks(world, sessionId)
    await getClientPage(page).completeWithSpecimens()
    await page.getByTestId('continue').click()
    await waitForHeading(page, 'We’re checking your details')
    await page.goto('about:blank')
    const asked = countSessionReads(sessionId)

    await waitFor('the webhook', async () => {
      const home = await page.request.get(world.signupUrl)
      return (await home.text()).includes('Your identity is confirmed')
    })
    expect(countSessionReads(sessionId)).toBe(asked)
    await page.goto(world.signupUrl)
    await waitForHeading(page, 'Your identity is confirmed')
  })

  it('who closes the window at the end is confirmed once she has come back', async () => {
    // Within 3 s of the last reading her page may still open the client, whose token has ended.
    const { page } = await visit({ expectedProblems: /status of 401/ })
    const sessionId = await startVerification(page, world)
    await getClientPage(page).completeWithSpecimens()
    await page.goto('about:blank')
    await waitFor('the end of the checks', () => {
      return world.emulator.session(sessionId)?.state === 'COMPLETED'
    })
    await page.goto(world.signupUrl)
    await waitForHeading(page, 'You haven’t finished yet')
    await page.getByRole('button', { name: 'Continue' }).click()

    await waitForHeading(page, 'Your identity is confirmed')
  })

  it('is told when she could not be confirmed', async () => {
    const { page } = await visit()
    await configureRejection(world, await startVerification(page, world))
    await getClientPage(page).completeWithSpecimens()

    await waitForHeading(page, 'We couldn’t confirm your identity')
    expect(await page.getByRole('button').count()).toBe(0)
  })

  it('goes on where she was when she comes back half-way', async () => {
    const { page } = await visit()
    const sessionId = await startVerification(page, world)
    const client = getClientPage(page)
    await client.chooseDocument('PASSPORT')
    await page.goto(world.signupUrl)
    await waitForHeading(page, 'You haven’t finished yet')

    expect(await continueToVerification(page)).toBe(sessionId)
    await client.completeWithSpecimens()
    await waitForHeading(page, 'Your identity is confirmed')
  })

  it('goes on with another device, and only there', async () => {
    const { page, context } = await visit({ expectedProblems: /status of 404/ })
    const sessionId = await startVerification(page, world)
    const phone = await visit({ width: 390 })
    // As who logs in there.
    const login = (await context.cookies(world.signupUrl)).filter(({ name }) => name === 'signup')
    await phone.context.addCookies(login)
    await phone.page.goto(world.signupUrl)
    expect(await continueToVerification(phone.page)).toBe(sessionId)

    expect((await page.reload())?.status()).toBe(404)
    await waitForHeading(page, 'Not found')
    await getClientPage(phone.page).completeWithSpecimens()
    await waitForHeading(phone.page, 'Your identity is confirmed')
    await page.goto(world.signupUrl)
    await waitForHeading(page, 'Your identity is confirmed')
  })

  it('is not confirmed by the face of somebody else, who got the link', async () => {
    const mallory = await visit({ expectedProblems: /status of 404/ })
    await signUp(mallory.page, world)
    const handover = await mallory.page.request.post(`${world.signupUrl}/signup/confirm`, {
      headers: { Origin: world.signupUrl },
      maxRedirects: 0,
    })
    const alice = await visit({ expectedProblems: /status of 403/ })
    await signUp(alice.page, world)
    await alice.page.goto(handover.headers().location ?? '')
    await getClientPage(alice.page).completeWithSpecimens()

    await waitForHeading(alice.page, 'Something went wrong')
    await alice.page.goto(world.signupUrl)
    await waitForHeading(alice.page, 'One more step')
    await mallory.page.goto(world.signupUrl)
    await waitForHeading(mallory.page, 'You haven’t finished yet')
    // Only the browser that was verified is sent back with what counts.
    await mallory.page.getByRole('button', { name: 'Continue' }).click()
    await waitForHeading(mallory.page, 'Not found')
  })

  it('stays confirmed when her data have been erased', async () => {
    const { page } = await visit({ expectedProblems: /status of 410/ })
    const sessionId = await startVerification(page, world)
    const address = page.url()
    await getClientPage(page).completeWithSpecimens()
    await waitForHeading(page, 'Your identity is confirmed')

    expect(await world.eraseSession(sessionId)).toBe(204)
    expect(world.emulator.session(sessionId)).toBeUndefined()
    expect((await page.goto(address))?.status()).toBe(410)
    await page.goto(world.signupUrl)
    await waitForHeading(page, 'Your identity is confirmed')
  })

  // The last one: nobody starts it again.
  it('is confirmed although one of the two is killed on the way', async () => {
    const { page } = await visit()
    await startVerification(page, world)
    const client = getClientPage(page)
    await client.chooseDocument('PASSPORT')
    await world.instances[0]?.kill()
    const before = world.balancer.forwarded.length
    await client.useSpecimen()
    await client.click('consent-accept')
    await client.useSpecimen()
    await client.click('finish')

    await waitForHeading(page, 'Your identity is confirmed')
    const ports = world.balancer.forwarded.slice(before).map(({ port }) => port)
    expect(new Set(ports)).toEqual(new Set(world.balancer.instancePorts.slice(1)))
  })
})

/** How often the signup page has asked about a session. */
function countSessionReads(sessionId: string): number {
  return world.balancer.forwarded.filter(({ path }) => path === `/api/sessions/${sessionId}`).length
}
