import { describe, expect, it } from '@jest/globals'
import { startHttpsServer } from '../support/https-server.js'
import { getClientPage } from '../../emulator/src/playwright.js'
import { useBrowser } from './use-browser.js'
import { readImageWidths, startSessionFromPage, waitForOutcome } from './journey.js'

const visit = useBrowser()

describe('a phone in the local network', () => {
  it('captures passport and face in a frame over https', async () => {
    await using server = await startHttpsServer()
    const { page, requestedUrls } = await visit({ width: 390, ignoreHttpsErrors: true })
    await startSessionFromPage(page, server)
    await getClientPage(page).complete({ picture: 'CAMERA' })
    expect(await waitForOutcome(page)).toBe('APPROVED')
    expect(Math.min(...(await readImageWidths(page)))).toBeGreaterThan(0)
    expect(requestedUrls.filter((url) => !/^(https|blob|data):/.test(url))).toEqual([])
  })
})
