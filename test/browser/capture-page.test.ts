import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { startStack, type Stack } from '../support/start-stack.js'
import { startSessionFromPage } from './journey.js'
import { useBrowser } from './use-browser.js'

const visit = useBrowser()

describe('the capture page', () => {
  let stack: Stack
  beforeAll(async () => {
    stack = await startStack()
  })
  afterAll(async () => {
    await stack[Symbol.asyncDispose]()
  })

  it('warns two minutes before the end, then offers a new session without moving', async () => {
    const { page } = await visit()
    await page.clock.install()
    await startSessionFromPage(page, stack)
    const timeLeft = page.getByTestId('time-left')
    await timeLeft.getByText('Time left: 15 min').waitFor()
    expect(await page.getByText('Less than 2 minutes left.').count()).toBe(0)
    const before = page.url()

    await page.clock.runFor('13:30')
    expect(await page.getByText('Less than 2 minutes left.').isVisible()).toBe(true)
    expect(await page.getByTestId('client').isVisible()).toBe(true)

    await page.clock.runFor('02:00')
    await page.getByRole('alert').getByText('Your time is up.').waitFor()
    expect(await page.getByTestId('client').isVisible()).toBe(false)
    expect(page.url()).toBe(before)
    await page.getByTestId('start-again').click()
    await page.waitForURL((url) => url.href !== before)
    await page.getByTestId('client').waitFor()
  })

  it('has the frame up to the end of the window, and nothing else that scrolls', async () => {
    const { page } = await visit({ width: 390 })
    await startSessionFromPage(page, stack)
    const box = await page.getByTestId('client').boundingBox()
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(900)
    expect(box?.height).toBeGreaterThan(600)
  })

  const withoutCamera = (page: Page) =>
    page.addInitScript(() => {
      navigator.mediaDevices.enumerateDevices = () => Promise.resolve([])
    })
  const insecure = (page: Page) =>
    page.addInitScript(() => {
      Object.defineProperty(globalThis, 'isSecureContext', { get: () => false })
    })
  const inApp = (page: Page) =>
    page.addInitScript(() => {
      const agent = `${navigator.userAgent} Instagram 300.0`
      Object.defineProperty(navigator, 'userAgent', { get: () => agent })
    })
  it.each([
    ['there is no camera', withoutCamera, 'We can’t find a camera'],
    ['the page is not secure', insecure, 'This page isn’t secure'],
    ['it is open in an app', inApp, 'Open this page in your browser'],
  ])(
    'says so before the client opens when %s, and lets the user go on',
    async (_why, arrange, title) => {
      const { page } = await visit()
      await arrange(page)
      await startSessionFromPage(page, stack)
      await page.getByRole('heading', { name: title }).waitFor()
      expect(await page.getByTestId('client').getAttribute('src')).toBeNull()
      await page.getByRole('button', { name: 'Continue anyway' }).click()
      await page.frameLocator('[data-testid="client"]').getByTestId('country-select').waitFor()
    },
  )
})
