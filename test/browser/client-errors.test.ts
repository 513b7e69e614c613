import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Stack } from '../support/start-stack.js'
import { getClientPage } from './client-page.js'
import { useBrowser } from './use-browser.js'
import { startSessionFromPage, readSessionId, startRealTimeStack } from './journey.js'

const visit = useBrowser()
let stack: Stack

beforeAll(async () => {
  stack = await startRealTimeStack()
})
afterAll(async () => {
  await stack[Symbol.asyncDispose]()
})

describe('a user whose client ends with an error', () => {
  it('can try again with the same session', async () => {
    const { page } = await visit()
    const sessionId = await startSessionFromPage(page, stack)
    await getClientPage(page).exitWithError(4000)

    await page.getByRole('heading', { name: 'Camera access is blocked' }).waitFor()
    expect(stack.emulator.session(sessionId)?.clientErrors).toEqual([4000])
    await page.getByTestId('retry-here').click()
    await getClientPage(page).find('country-select').waitFor()
    expect(await readSessionId(page)).toBe(sessionId)
  })

  it('can start again with a new session', async () => {
    const { page } = await visit()
    const sessionId = await startSessionFromPage(page, stack)
    await getClientPage(page).exitWithError(4001)

    await page.getByTestId('start-again').click()
    await getClientPage(page).find('country-select').waitFor()
    expect(await readSessionId(page)).not.toBe(sessionId)
  })

  it('sees the URL to open on another device, which starts there', async () => {
    const { page } = await visit()
    await startSessionFromPage(page, stack)
    await getClientPage(page).exitWithError(5001)

    const address = await page.getByTestId('address').innerText()
    expect(await page.getByRole('main').getByRole('button').count()).toBe(0)
    const elsewhere = await visit()
    await elsewhere.page.goto(address)
    await elsewhere.page.getByTestId('start').click()
    await getClientPage(elsewhere.page).find('country-select').waitFor()
  })

  it('is asked to stop without a link back to the client', async () => {
    const { page } = await visit()
    await startSessionFromPage(page, stack)
    await getClientPage(page).exitWithError(7000)

    await page.getByText('another way to confirm who you are').waitFor()
    expect(await page.getByRole('main').getByRole('button').count()).toBe(0)
    expect(await page.getByRole('main').getByRole('link').count()).toBe(0)
  })
})
