import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { DEFAULT_PRESET } from '../../src/yoti/presets.js'
import { getClientPage } from './client-page.js'
import { useBrowser } from './use-browser.js'
import {
  readImageWidths,
  startSessionFromPage,
  waitForOutcome,
  startRealTimeStack,
} from './journey.js'

const SPECIMENS = join(import.meta.dirname, '../../emulator/public/assets/specimens')
const visit = useBrowser()

describe('an approved user', () => {
  it('captures passport and face with the camera and returns by redirects', async () => {
    await using stack = await startRealTimeStack()
    const { page, requestedUrls } = await visit()
    const sessionId = await startSessionFromPage(page, stack)
    const token = stack.emulator.session(sessionId)?.clientSessionToken ?? ''
    expect(token).not.toBe('')

    await getClientPage(page).completeWithCamera()

    expect(await waitForOutcome(page)).toBe('APPROVED')
    const widths = await readImageWidths(page)
    expect(widths.length).toBeGreaterThanOrEqual(5)
    expect(Math.min(...widths)).toBeGreaterThan(0)
    // The landing adds it when the checks complete within a poll.
    expect(page.url().replace(/\?waited=\d+$/, '')).toBe(`${stack.baseUrl}/sessions/${sessionId}`)
    expect(requestedUrls.some((url) => url.startsWith(`${stack.baseUrl}/success`))).toBe(true)
    expect(requestedUrls.filter((url) => url.includes(token))).toEqual([])
  })

  it('uploads both sides of a driving licence when files are allowed', async () => {
    await using stack = await startRealTimeStack({
      ...DEFAULT_PRESET,
      sdk_config: { allowed_capture_methods: 'CAMERA_AND_UPLOAD' },
    })
    const { page } = await visit()
    await startSessionFromPage(page, stack)

    const client = getClientPage(page)
    await client.chooseDocument('DRIVING_LICENCE')
    await client.upload(join(SPECIMENS, 'driving-licence-front.png'))
    await client.upload(join(SPECIMENS, 'driving-licence-back.png'))
    await client.click('consent-accept')
    await client.takePhoto()
    await client.click('finish')

    expect(await waitForOutcome(page)).toBe('APPROVED')
    expect(await page.getByTestId('document').innerText()).toMatch(/driving licence/i)
    const widths = await readImageWidths(page)
    expect(widths.length).toBeGreaterThanOrEqual(4)
    expect(Math.min(...widths)).toBeGreaterThan(0)
  })

  it('returns by a message when the session has no redirect URLs', async () => {
    await using stack = await startRealTimeStack({
      ...DEFAULT_PRESET,
      sdk_config: { success_url: null, error_url: null },
    })
    const { page, requestedUrls } = await visit()
    await startSessionFromPage(page, stack)
    await getClientPage(page).completeWithSpecimens()

    expect(await waitForOutcome(page)).toBe('APPROVED')
    expect(requestedUrls.filter((url) => url.startsWith(`${stack.baseUrl}/success`))).toEqual([])
  })
})
