import { describe, expect, it } from '@jest/globals'
import { useBrowser } from './use-browser.js'
import { completeCaptureOverHttp } from './page-states.js'
import { waitForHeading, startVerification } from './signup-page.js'
import { startSignupStack } from './signup-stack.js'

const visit = useBrowser()

describe('a user who erases their data', () => {
  it('sees in every window that erasure is in progress when checks are unfinished', async () => {
    await using stack = await startSignupStack()
    const { page, context } = await visit({ expectedProblems: /status of 410/ })
    const sessionId = await startVerification(page, stack)
    await completeCaptureOverHttp(page, stack)
    await stack.advanceTime(3001)
    await page.reload()
    const other = await context.newPage()
    await other.goto(page.url())
    await other.getByTestId('progress').waitFor()
    expect(await page.getByTestId('erase').isVisible()).toBe(false)
    await page.getByText('Delete my data').click()
    await page.getByTestId('erase').click()

    await waitForHeading(page, 'This check is being deleted')
    await waitForHeading(other, 'This check is being deleted')
    expect(await page.locator('main img').count()).toBe(0)

    await page.getByRole('button', { name: 'Back to where you came from' }).click()
    await waitForHeading(page, 'We’re checking your details')
    await stack.advanceTime(600_000)
    await stack.advanceTime(600_000)
    expect(stack.emulator.session(sessionId)).toBeUndefined()
    await waitForHeading(other, 'This check has been deleted')
    expect((await other.reload())?.status()).toBe(410)
    await waitForHeading(page, 'Your identity is confirmed')
  })
})
