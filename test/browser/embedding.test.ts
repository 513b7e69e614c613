import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { BrowserContext, Page } from 'playwright-core'
import type { Stack } from '../support/start-stack.js'
import { getClientPage } from '../../emulator/src/playwright.js'
import { useBrowser } from './use-browser.js'
import { readSessionId, startSessionFromPage, startRealTimeStack } from './journey.js'

const FORGED = { eventType: 'ERROR', eventCode: 5008 }
const POST_FORGED = `<script>parent.postMessage(${JSON.stringify(FORGED)}, '*')</script>`
const visit = useBrowser()
let stack: Stack

beforeAll(async () => {
  stack = await startRealTimeStack()
})
afterAll(async () => {
  await stack[Symbol.asyncDispose]()
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
