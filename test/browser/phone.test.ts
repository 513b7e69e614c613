import { describe, expect, it } from '@jest/globals'
import { getClientPage } from '../../emulator/src/playwright.js'
import { startRealTimeStack, startSessionFromPage, waitForOutcome } from './journey.js'
import { useBrowser } from './use-browser.js'

const visit = useBrowser()

describe('a computer and a phone', () => {
  it('share a session: after 5010 the phone captures, and the computer shows the outcome', async () => {
    await using stack = await startRealTimeStack()
    const { page: computer } = await visit()
    const { page: phone } = await visit({ width: 390 })
    const sessionId = await startSessionFromPage(computer, stack)
    await getClientPage(computer).exitWithError(5010)
    await computer.getByTestId('retry-here').waitFor()
    await computer.getByTestId('use-phone').click()
    const link = await computer.getByTestId('phone-link').innerText()

    await phone.goto(link)
    await phone.getByTestId('confirm-phone').click()
    await computer.getByRole('heading', { name: 'Go on with your phone' }).waitFor()
    expect(new URL(computer.url()).pathname).toBe(`/sessions/${sessionId}`)

    await getClientPage(phone).complete()
    await phone.getByRole('heading', { name: 'Go back to your computer' }).waitFor()
    expect(await waitForOutcome(computer)).toBe('APPROVED')
  })
})
