import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { DEFAULT_PRESET } from '../../src/yoti/presets.js'
import type { Stack } from '../support/start-stack.js'
import { getClientPage } from '../../emulator/src/playwright.js'
import { completeInFirefox, findFirefox, launchFirefox, select } from './firefox.js'
import { useBrowser } from './use-browser.js'
import {
  readImageWidths,
  readSessionId,
  startSessionFromPage,
  waitForOutcome,
  startRealTimeStack,
} from './journey.js'

const SPECIMENS = join(import.meta.dirname, '../../emulator/public/assets/specimens')
const visit = useBrowser()

describe('an approved user', () => {
  let stack: Stack
  beforeAll(async () => {
    stack = await startRealTimeStack({
      ...DEFAULT_PRESET,
      sdk_config: { allowed_capture_methods: 'CAMERA_AND_UPLOAD' },
    })
  })
  afterAll(async () => {
    await stack[Symbol.asyncDispose]()
  })

  it('captures passport and face with the camera and returns by redirects', async () => {
    const { page, requestedUrls } = await visit()
    const sessionId = await startSessionFromPage(page, stack)
    const token = stack.emulator.session(sessionId)?.clientSessionToken ?? ''
    expect(token).not.toBe('')

    await getClientPage(page).complete({ picture: 'CAMERA' })

    expect(await waitForOutcome(page)).toBe('APPROVED')
    const widths = await readImageWidths(page)
    expect(widths.length).toBeGreaterThanOrEqual(5)
    expect(Math.min(...widths)).toBeGreaterThan(0)
    // The landing adds it when the checks complete within a poll.
    expect(page.url().replace(/\?waited=\d+$/, '')).toBe(`${stack.baseUrl}/sessions/${sessionId}`)
    expect(requestedUrls.some((url) => url.startsWith(`${stack.baseUrl}/success`))).toBe(true)
    expect(requestedUrls.filter((url) => url.includes(token))).toEqual([])
  })

  it('uploads both sides of a driving licence when files are allowed', async () => {
    const { page } = await visit()
    await startSessionFromPage(page, stack)

    const client = getClientPage(page)
    await client.chooseDocument('DRIVING_LICENCE')
    await client.upload(join(SPECIMENS, 'driving-licence-front.png'))
    await client.upload(join(SPECIMENS, 'driving-licence-back.png'))
    await client.click('consent-accept')
    await client.takePhoto()
    await client.click('finish')

    expect(await waitForOutcome(page)).toBe('APPROVED')
    expect(await page.getByTestId('document').innerText()).toMatch(/driving licence/i)
    const widths = await readImageWidths(page)
    expect(widths.length).toBeGreaterThanOrEqual(4)
    expect(Math.min(...widths)).toBeGreaterThan(0)
  })

  it('returns to one session after a double click and a refresh', async () => {
    const { page } = await visit()
    const countCreated = () =>
      stack.emulator
        .requests()
        .filter(({ method, pattern }) => method === 'POST' && pattern === '/sessions').length
    const countBefore = countCreated()
    await page.goto(stack.baseUrl)
    await page.getByTestId('start').dblclick()
    const sessionId = await readSessionId(page)

    await page.reload()
    await getClientPage(page).find('country-select').waitFor()
    expect(await readSessionId(page)).toBe(sessionId)
    expect(countCreated()).toBe(countBefore + 1)
  })
})

describe('a session without redirect URLs', () => {
  let stack: Stack
  beforeAll(async () => {
    stack = await startRealTimeStack({
      ...DEFAULT_PRESET,
      sdk_config: { success_url: null, error_url: null },
    })
  })
  afterAll(async () => {
    await stack[Symbol.asyncDispose]()
  })

  it('returns by a message when the user has finished', async () => {
    const { page, requestedUrls } = await visit()
    await startSessionFromPage(page, stack)
    await getClientPage(page).complete()

    expect(await waitForOutcome(page)).toBe('APPROVED')
    expect(requestedUrls.filter((url) => url.startsWith(`${stack.baseUrl}/success`))).toEqual([])
  })

  it('shows the guidance after a message when the client ends with an error', async () => {
    const { page, requestedUrls } = await visit()
    await startSessionFromPage(page, stack)
    await getClientPage(page).exitWithError(5011)

    await page.getByRole('heading', { name: 'The camera isn’t good enough' }).waitFor()
    expect(requestedUrls.filter((url) => url.startsWith(`${stack.baseUrl}/error`))).toEqual([])
  })
})

const firefox = findFirefox()
if (firefox !== undefined) {
  describe('a user with Firefox', () => {
    it('starts, captures a document and a face, and sees the outcome', async () => {
      await using stack = await startRealTimeStack()
      const browser = await launchFirefox(firefox)
      try {
        const page = await browser.newPage()
        const errors: unknown[] = []
        page.on('pageerror', (error) => errors.push(error))
        await page.goto(stack.baseUrl)
        await page.locator(select('start')).click()
        await completeInFirefox(page)
        await page.waitForSelector(`${select('outcome')}[data-outcome="APPROVED"]`)
        expect(errors).toEqual([])
      } finally {
        await browser.close()
      }
    })
  })
}
