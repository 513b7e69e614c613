import { describe, expect, it } from '@jest/globals'
import { findClient } from './client-page.js'
import { useBrowser } from './harness.js'
import { pressStart, readOutcome, readSessionId, startLiveStack } from './journey.js'

const visit = useBrowser()

describe('the browser that started a session', () => {
  it('alone sees it: a stranger gets 404 on page, status and media', async () => {
    await using stack = await startLiveStack()
    const { page } = await visit()
    const sessionId = await pressStart(page, stack)
    await findClient(page).passWithSpecimens()
    await readOutcome(page)
    const media = await page.locator('main img').first().getAttribute('src')

    const stranger = await visit({ expected: /status of 404/ })
    await stranger.page.goto(stack.baseUrl)
    const own = `/sessions/${sessionId}`
    for (const path of [own, `${own}/status`, media ?? '']) {
      const theirs = await page.request.get(stack.baseUrl + path)
      expect(theirs.status()).toBe(200)
      const response = await stranger.page.goto(stack.baseUrl + path)
      expect(response?.status()).toBe(404)
      expect(await stranger.page.getByRole('heading').innerText()).toBe('Not found')
    }
  })

  it('comes back to it by a second click, a refresh and a new window', async () => {
    await using stack = await startLiveStack()
    const { page, context } = await visit()
    await page.goto(stack.baseUrl)
    await page.getByTestId('start').dblclick()
    const sessionId = await readSessionId(page)

    await page.reload()
    await findClient(page).find('country-select').waitFor()
    const another = await context.newPage()
    expect(await pressStart(another, stack)).toBe(sessionId)
    await page.goBack()
    await page.getByTestId('start').click()
    expect(await readSessionId(page)).toBe(sessionId)
    const created = stack.emulator.requests().filter(({ method, pattern }) => {
      return method === 'POST' && pattern === '/sessions'
    })
    expect(created).toHaveLength(1)
  })
})
