import { describe, expect, it } from '@jest/globals'
import { getClientPage } from './client-page.js'
import { useBrowser } from './use-browser.js'
import {
  startSessionFromPage,
  waitForOutcome,
  readSessionId,
  startRealTimeStack,
} from './journey.js'

const visit = useBrowser()

describe('the browser that started a session', () => {
  it('sees it, while another browser gets 404 for page, status and media', async () => {
    await using stack = await startRealTimeStack()
    const { page } = await visit()
    const sessionId = await startSessionFromPage(page, stack)
    await getClientPage(page).completeWithSpecimens()
    await waitForOutcome(page)
    const media = await page.locator('main img').first().getAttribute('src')

    const otherBrowser = await visit({ expectedProblems: /status of 404/ })
    await otherBrowser.page.goto(stack.baseUrl)
    const own = `/sessions/${sessionId}`
    for (const path of [own, `${own}/status`, media ?? '']) {
      const theirs = await page.request.get(stack.baseUrl + path)
      expect(theirs.status()).toBe(200)
      const response = await otherBrowser.page.goto(stack.baseUrl + path)
      expect(response?.status()).toBe(404)
      expect(await otherBrowser.page.getByRole('heading').innerText()).toBe('Not found')
    }
  })

  it('returns to it with a second click, a refresh and a new window', async () => {
    await using stack = await startRealTimeStack()
    const { page, context } = await visit()
    await page.goto(stack.baseUrl)
    await page.getByTestId('start').dblclick()
    const sessionId = await readSessionId(page)

    await page.reload()
    await getClientPage(page).find('country-select').waitFor()
    const another = await context.newPage()
    expect(await startSessionFromPage(another, stack)).toBe(sessionId)
    await page.goBack()
    await page.getByTestId('start').click()
    expect(await readSessionId(page)).toBe(sessionId)
    const created = stack.emulator.requests().filter(({ method, pattern }) => {
      return method === 'POST' && pattern === '/sessions'
    })
    expect(created).toHaveLength(1)
  })
})
