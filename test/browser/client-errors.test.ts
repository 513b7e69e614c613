import { describe, expect, it } from '@jest/globals'
import { DEFAULT_PRESET } from '../../src/yoti/presets.js'
import { getClientPage } from './client-page.js'
import { useBrowser } from './use-browser.js'
import { startSessionFromPage, readSessionId, startRealTimeStack } from './journey.js'

const visit = useBrowser()

describe('a person whose client ends with an error', () => {
  it('may try again here, and goes on with the same session', async () => {
    await using stack = await startRealTimeStack()
    const { page } = await visit()
    const sessionId = await startSessionFromPage(page, stack)
    await getClientPage(page).exitWithError(4000)

    await page.getByRole('heading', { name: 'Camera access is blocked' }).waitFor()
    expect(stack.emulator.session(sessionId)?.clientErrors).toEqual([4000])
    await page.getByTestId('retry-here').click()
    await getClientPage(page).find('country-select').waitFor()
    expect(await readSessionId(page)).toBe(sessionId)
  })

  it('may start again, with a new session', async () => {
    await using stack = await startRealTimeStack()
    const { page } = await visit()
    const sessionId = await startSessionFromPage(page, stack)
    await getClientPage(page).exitWithError(4001)

    await page.getByTestId('start-again').click()
    await getClientPage(page).find('country-select').waitFor()
    expect(await readSessionId(page)).not.toBe(sessionId)
  })

  it('is told the address to open elsewhere, which starts there', async () => {
    await using stack = await startRealTimeStack()
    const { page } = await visit()
    await startSessionFromPage(page, stack)
    await getClientPage(page).exitWithError(5001)

    const address = await page.getByTestId('address').innerText()
    expect(await page.getByRole('main').getByRole('button').count()).toBe(0)
    const elsewhere = await visit()
    await elsewhere.page.goto(address)
    await elsewhere.page.getByTestId('start').click()
    await getClientPage(elsewhere.page).find('country-select').waitFor()
  })

  it('is told to stop, and is not led back into what cannot work', async () => {
    await using stack = await startRealTimeStack()
    const { page } = await visit()
    await startSessionFromPage(page, stack)
    await getClientPage(page).exitWithError(7000)

    await page.getByText('another way to confirm who you are').waitFor()
    expect(await page.getByRole('main').getByRole('button').count()).toBe(0)
    expect(await page.getByRole('main').getByRole('link').count()).toBe(0)
  })

  it('is led on just so by a message where the session names no addresses', async () => {
    await using stack = await startRealTimeStack({
      ...DEFAULT_PRESET,
      sdk_config: { success_url: null, error_url: null },
    })
    const { page, requestedUrls } = await visit()
    await startSessionFromPage(page, stack)
    await getClientPage(page).exitWithError(5011)

    await page.getByRole('heading', { name: 'The camera isn’t good enough' }).waitFor()
    expect(requestedUrls.filter((url) => url.startsWith(`${stack.baseUrl}/error`))).toEqual([])
  })
})
