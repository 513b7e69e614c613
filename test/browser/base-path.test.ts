import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { startStack, type Stack } from '../support/start-stack.js'
import { getClientPage } from '../../emulator/src/playwright.js'
import { FAST_TIMELINE, startSessionFromPage, waitForOutcome } from './journey.js'
import { useBrowser } from './use-browser.js'

const visit = useBrowser()
let stack: Stack
beforeAll(async () => {
  stack = await startStack({
    basePath: '/kyc',
    clock: 'real',
    emulator: { timeline: FAST_TIMELINE },
  })
})
afterAll(async () => {
  await stack[Symbol.asyncDispose]()
})

it('leads a user to the outcome, and to a try again after an error, under a path', async () => {
  const { page, context, requestedUrls } = await visit()
  const sessionId = await startSessionFromPage(page, stack)
  const sessionUrl = `${stack.baseUrl}/sessions/${sessionId}`
  await getClientPage(page).exitWithError(5011)
  await page.waitForURL(`${sessionUrl}?yotiErrorCode=5011`)
  await page.goto(sessionUrl)
  await getClientPage(page).complete()
  expect(await waitForOutcome(page)).toBe('APPROVED')
  await page.getByTestId('finish-device').click()
  await page.getByTestId('start').waitFor()
  expect(page.url()).toBe(`${stack.baseUrl}/`)

  const { origin } = new URL(stack.baseUrl)
  const own = requestedUrls.filter((url) => url.startsWith(origin))
  expect(own.some((url) => url.startsWith(`${stack.baseUrl}/success`))).toBe(true)
  expect(own.some((url) => url.includes('/media/'))).toBe(true)
  expect(own.filter((url) => !/^\/kyc(\/|$)/.test(new URL(url).pathname))).toEqual([])
  const names = (await context.cookies(origin)).map(({ name }) => name)
  expect(names.every((name) => /-[0-9a-f]{8}$/.test(name))).toBe(true)
})
