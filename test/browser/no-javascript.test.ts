import { describe, expect, it } from '@jest/globals'
import { captureOverHttp } from '../support/capture-over-http.js'
import { startStack } from '../support/start-stack.js'
import { useBrowser } from './use-browser.js'
import { startSessionFromPage, waitForOutcome } from './journey.js'

const visit = useBrowser()

describe('a browser without JavaScript', () => {
  it('reaches the client, waits by refreshing, and sees the outcome', async () => {
    await using stack = await startStack()
    const { page } = await visit({ javaScript: false })
    const sessionId = await startSessionFromPage(page, stack)
    await page.getByRole('button', { name: 'Continue with Yoti' }).click()
    await page.waitForURL(`${stack.emulator.apiUrl}/web/index.html?sessionID=${sessionId}*`)

    const token = stack.emulator.session(sessionId)?.clientSessionToken ?? ''
    await captureOverHttp(stack.emulator.apiUrl, sessionId, token)
    await stack.advanceTime(3001)
    await page.goto(`${stack.baseUrl}/success?sessionID=${sessionId}`)
    await page.getByTestId('continue').click()
    await page.getByRole('button', { name: 'Continue your check' }).click()
    await page.getByTestId('progress').waitFor()
    await stack.advanceTime(600_000)
    expect(await waitForOutcome(page)).toBe('APPROVED')
  })
})
