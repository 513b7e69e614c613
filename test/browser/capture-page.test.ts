import { describe, expect, it } from '@jest/globals'
import type { BrowserContext, Page } from 'playwright-core'
import { startStack } from '../support/start-stack.js'
import { useStack } from '../support/use-stack.js'
import { getClientPage } from '../../emulator/src/playwright.js'
import { startSessionFromPage } from './journey.js'
import { useBrowser } from './use-browser.js'

const FORGED = { eventType: 'ERROR', eventCode: 5008 }
const POST_FORGED = `<script>parent.postMessage(${JSON.stringify(FORGED)}, '*')</script>`
const visit = useBrowser()
const stack = useStack(startStack)

describe('the capture page', () => {
  it('warns two minutes before the end, then offers a new session without moving', async () => {
    const { page } = await visit()
    await page.clock.install()
    await startSessionFromPage(page, stack)
    const timeLeft = page.getByTestId('time-left')
    await timeLeft.getByText('Time left: 15 min').waitFor()
    expect(await page.getByText('Less than 2 minutes left.').count()).toBe(0)
    const before = page.url()
    // The frame is hidden until the page has looked for a camera.
    await getClientPage(page).find('country-select').waitFor()

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

describe('the page that embeds the client', () => {
  it('opens it by address when it never says that it has started', async () => {
    const { page, context, requestedUrls } = await visit()
    const client = `${stack.emulator.apiUrl}/web/index.html`
    await serve(context, client, 'Silence')
    const sessionId = await startSessionFromPage(page, stack)

    await getClientPage(page).find('country-select').waitFor()
    expect(
      requestedUrls.filter((url) => url.startsWith(`${client}?sessionID=${sessionId}`)),
    ).toHaveLength(1)
  })

  it('ignores a message of its own window, and of its frame when that shows another origin', async () => {
    const { page, context, requestedUrls } = await visit()
    await startSessionFromPage(page, stack)
    await getClientPage(page).find('country-select').waitFor()
    const hasHeard = await listen(page)

    await page.evaluate((message) => {
      postMessage(message, '*')
    }, FORGED)
    await hasHeard(1)

    await serve(context, `${stack.baseUrl}/elsewhere`, POST_FORGED)
    await page.getByTestId('client').evaluate((frame) => {
      frame.setAttribute('src', '/elsewhere')
    })
    await hasHeard(2)
    await expectNoNavigation(page, requestedUrls)
  })

  it('answers no other window of the right origin, and gives it no token', async () => {
    const { page, requestedUrls } = await visit()
    await startSessionFromPage(page, stack)
    await getClientPage(page).find('country-select').waitFor()
    const hasHeard = await listen(page)

    await page.evaluate((src) => {
      const other = document.createElement('iframe')
      other.name = 'other'
      other.src = src
      document.body.append(other)
    }, `${stack.emulator.apiUrl}/web/index.html`)
    await hasHeard(1)
    const other = page.frame('other')
    await other?.evaluate((message) => {
      parent.postMessage(message, '*')
    }, FORGED)
    await hasHeard(2)

    await expectNoNavigation(page, requestedUrls)
    expect(await other?.getByRole('heading').innerText()).toBe('Loading…')
  })
})

/** Counts the messages that reach the page; resolves once its own listener has had so many. */
async function listen(page: Page): Promise<(count: number) => Promise<void>> {
  await page.evaluate(() => {
    let heard = 0
    addEventListener('message', () => {
      heard += 1
      document.body.dataset.heard = String(heard)
    })
  })
  return (count) => page.locator(`body[data-heard="${count}"]`).waitFor()
}

/** An accepted message would have navigated the page before its next request. */
async function expectNoNavigation(page: Page, urls: string[]): Promise<void> {
  await page.evaluate(async () => {
    await fetch('/healthz')
  })
  expect(urls.filter((url) => url.includes('yotiErrorCode'))).toEqual([])
}

async function serve(context: BrowserContext, url: string, body: string): Promise<void> {
  await context.route(url, (route) => route.fulfill({ contentType: 'text/html', body }))
}
