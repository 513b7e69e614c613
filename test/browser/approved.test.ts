import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { DEFAULT_PRESET } from '../../src/yoti/presets.js'
import { findClient } from './client-page.js'
import { useBrowser } from './harness.js'
import { lookAtPictures, pressStart, readOutcome, startLiveStack } from './journey.js'

const SPECIMENS = join(import.meta.dirname, '../../views/assets/emulator/specimens')
const visit = useBrowser()

describe('a person who is approved', () => {
  it('shows passport and face to the camera, and is brought back by redirects', async () => {
    await using stack = await startLiveStack()
    const { page, urls } = await visit()
    const sessionId = await pressStart(page, stack)
    const token = stack.emulator.session(sessionId)?.clientSessionToken ?? ''
    expect(token).not.toBe('')

    await findClient(page).passWithCamera()

    expect(await readOutcome(page)).toBe('APPROVED')
    const widths = await lookAtPictures(page)
    expect(widths.length).toBeGreaterThanOrEqual(5)
    expect(Math.min(...widths)).toBeGreaterThan(0)
    expect(page.url()).toBe(`${stack.baseUrl}/sessions/${sessionId}`)
    expect(urls.some((url) => url.startsWith(`${stack.baseUrl}/success`))).toBe(true)
    expect(urls.filter((url) => url.includes(token))).toEqual([])
  })

  it('uploads both sides of a driving licence where files are allowed', async () => {
    await using stack = await startLiveStack({
      ...DEFAULT_PRESET,
      sdk_config: { allowed_capture_methods: 'CAMERA_AND_UPLOAD' },
    })
    const { page } = await visit()
    await pressStart(page, stack)

    const client = findClient(page)
    await client.chooseDocument('DRIVING_LICENCE')
    await client.upload(join(SPECIMENS, 'driving-licence-front.png'))
    await client.upload(join(SPECIMENS, 'driving-licence-back.png'))
    await client.press('consent-accept')
    await client.photograph()
    await client.press('finish')

    expect(await readOutcome(page)).toBe('APPROVED')
    expect(await page.getByTestId('document').innerText()).toMatch(/driving licence/i)
    const widths = await lookAtPictures(page)
    expect(widths.length).toBeGreaterThanOrEqual(4)
    expect(Math.min(...widths)).toBeGreaterThan(0)
  })

  it('is brought back by a message where the session names no addresses', async () => {
    await using stack = await startLiveStack({
      ...DEFAULT_PRESET,
      sdk_config: { success_url: null, error_url: null },
    })
    const { page, urls } = await visit()
    await pressStart(page, stack)
    await findClient(page).passWithSpecimens()

    expect(await readOutcome(page)).toBe('APPROVED')
    expect(urls.filter((url) => url.startsWith(`${stack.baseUrl}/success`))).toEqual([])
  })
})
